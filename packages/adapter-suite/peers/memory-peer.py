"""What a server holds for clients that do not read, or that it does not read.

argv: its port, its process id, how many clients, how many bytes each offers, how many bytes the server writes by itself.
Prints, as lines of JSON, what was measured once nothing moved any more, and then what came when the clients did read.
"""

import json
import select
import socket
import sys
import time

PORT, PID, CLIENTS, OFFERED, WRITTEN = map(int, sys.argv[1:])

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
data = memoryview(b"".join(blocks))[: max(OFFERED, WRITTEN)]


def memory():
    """RssAnon of proc_pid_status(5): what the process has made, without its program and its files."""
    with open(f"/proc/{PID}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("RssAnon:"))


def in_kernel():
    """Bytes that the kernel holds of all connections, in both directions, at both ends (proc_net_tcp(5))."""
    total = 0
    with open("/proc/net/tcp") as table:
        next(table)
        for line in table:
            _, local, remote, state, queues = line.split()[:5]
            if PORT in (int(local[-4:], 16), int(remote[-4:], 16)) and state != "0A":
                total += sum(int(queue, 16) for queue in queues.split(":"))
    return total


class Client:
    def __init__(self):
        self.socket = socket.socket()
        for option in OPTIONS:
            self.socket.setsockopt(*option)
        self.socket.connect(("127.0.0.1", PORT))
        self.socket.setblocking(False)
        self.sent = self.received = 0

    def send(self):
        self.sent += self.socket.send(data[self.sent : self.sent + CHUNK])

    def receive(self):
        """False at the end."""
        got = self.socket.recv(CHUNK)
        if got != data[self.received : self.received + len(got)]:
            sys.exit(f"after {self.received} bytes comes what was not sent")
        self.received += len(got)
        return len(got) > 0


def until_nothing_moves(clients):
    poll = select.poll()
    senders = {client.socket.fileno(): client for client in clients if OFFERED > 0}
    for number in senders:
        poll.register(number, select.POLLOUT)
    before = None
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline:
        events = poll.poll(QUIET)
        for number, _ in events:
            senders[number].send()
            if senders[number].sent == OFFERED:
                poll.unregister(number)
        now = None if events else in_kernel()
        if now and now == before:
            return now
        before = now
    sys.exit(f"after {PATIENCE} ms something still moves")


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
            sys.exit(f"nothing came for {PATIENCE} ms, and {len(left)} connections have not ended")
        for number, _ in events:
            if not left[number].receive():
                poll.unregister(number)
                del left[number]


before = memory()
clients = [Client() for _ in range(CLIENTS)]
kernel = until_nothing_moves(clients)
sent = sum(client.sent for client in clients)
print(json.dumps({"memory": memory() - before, "sent": sent, "kernel": kernel}), flush=True)
read_to_the_end(clients)
print(json.dumps({"lost": sum(max(client.sent, WRITTEN) - client.received for client in clients)}), flush=True)
