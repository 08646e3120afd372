"""What a server holds for clients that do not read, or that it does not read.

Questions and answers are lines of JSON. "measure" has the server's port and process id, how many clients, how many bytes each offers
and how many bytes the server writes by itself; it is answered once nothing moves any more. "read" is answered by what came when the
clients did read. What the server is to blame for is the answer's error; an end of this process never is.
"""

import json
import select
import socket
import sys
import time

# Little room in the kernels: else 200 connections take 2 GB of the system's own memory before the server itself holds
# anything. On loopback, whose segments have 64 KiB, each side would send from 2.5 MiB at least.
OPTIONS = (
    (socket.IPPROTO_TCP, socket.TCP_MAXSEG, 1400),
    (socket.SOL_SOCKET, socket.SO_RCVBUF, 32 * 1024),
    (socket.SOL_SOCKET, socket.SO_SNDBUF, 256 * 1024),
)
CHUNK = 256 * 1024
# How long nothing may move before nothing will (windows that are closed are probed every 200 ms), and how long a server
# may take to go on, in ms.
QUIET, PATIENCE = 300, 20_000

first = bytes((at * 7 + (at >> 8)) & 0xFF for at in range(65536))
blocks = (first.translate(bytes((byte + block * 13) & 0xFF for byte in range(256))) for block in range(256))
pattern = memoryview(b"".join(blocks))


class Fault(Exception):
    """What the server has done wrong."""


def memory(pid):
    """RssAnon of proc_pid_status(5): what the process has made, without its program and its files."""
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("RssAnon:"))


def in_kernel(port):
    """Bytes that the kernel holds of all connections, in both directions, at both ends (proc_net_tcp(5))."""
    total = 0
    with open("/proc/net/tcp") as table:
        next(table)
        for line in table:
            _, local, remote, state, queues = line.split()[:5]
            if port in (int(local[-4:], 16), int(remote[-4:], 16)) and state != "0A":
                total += sum(int(queue, 16) for queue in queues.split(":"))
    return total


class Client:
    def __init__(self, port, data):
        self.data = data
        self.socket = socket.socket()
        for option in OPTIONS:
            self.socket.setsockopt(*option)
        self.socket.connect(("127.0.0.1", port))
        self.socket.setblocking(False)
        self.sent = self.received = 0

    def send(self):
        self.sent += self.socket.send(self.data[self.sent : self.sent + CHUNK])

    def receive(self):
        """False at the end."""
        got = self.socket.recv(CHUNK)
        if got != self.data[self.received : self.received + len(got)]:
            raise Fault(f"after {self.received} bytes comes what was not sent")
        self.received += len(got)
        return len(got) > 0


def until_nothing_moves(clients, port, offered):
    poll = select.poll()
    senders = {client.socket.fileno(): client for client in clients if offered > 0}
    for number in senders:
        poll.register(number, select.POLLOUT)
    before = None
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline:
        events = poll.poll(QUIET)
        for number, _ in events:
            senders[number].send()
            if senders[number].sent == offered:
                poll.unregister(number)
        now = None if events else in_kernel(port)
        if now and now == before:
            return now
        before = now
    raise Fault(f"after {PATIENCE} ms something still moves")


def read_to_the_end(clients):
    poll = select.poll()
    left = {client.socket.fileno(): client for client in clients}
    for number, client in left.items():
        # It has been measured: now it may be quick.
        client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024 * 1024)
        client.socket.shutdown(socket.SHUT_WR)
        poll.register(number, select.POLLIN)
    while left:
        events = poll.poll(PATIENCE)
        if not events:
            raise Fault(f"nothing came for {PATIENCE} ms, and {len(left)} connections have not ended")
        for number, _ in events:
            if not left[number].receive():
                poll.unregister(number)
                del left[number]


class Measurement:
    def measure(self, port, pid, clients, offered, written):
        self.written = written
        data = pattern[: max(offered, written)]
        before = memory(pid)
        self.clients = [Client(port, data) for _ in range(clients)]
        kernel = until_nothing_moves(self.clients, port, offered)
        sent = sum(client.sent for client in self.clients)
        return {"memory": memory(pid) - before, "sent": sent, "kernel": kernel}

    def read(self):
        read_to_the_end(self.clients)
        return {"lost": sum(max(client.sent, self.written) - client.received for client in self.clients)}

    def nothing(self):
        return {}


measurement = Measurement()
for line in sys.stdin:
    question = json.loads(line)
    answer = {"id": question.pop("id")}
    try:
        answer |= getattr(measurement, question.pop("name"))(**question)
    except (Fault, OSError) as fault:
        answer["error"] = str(fault)
    print(json.dumps(answer), flush=True)
