"""What options have come to, seen from another process. The argument is the process whose sockets are looked at; each line on stdin
is a question in JSON, each line on stdout its answer with the same id.

nothing   nothing: that it lives
fresh     what getsockopt(2) tells of a socket of which nobody has asked anything
socket    of each TCP socket of that process which is bound so, and connected so or to nobody: what getsockopt(2) tells
listen    listens on a host, and tells the port
accept    accepts one connection, and tells where it is from
intrude   connects to a path that is not there yet, again and again, as a user whom its mode does not let; answers once it does, and
          then, asked for "intruded", whether it found the path, and whether it got in
"""

import ctypes
import errno
import json
import os
import socket
import sys
import threading

PIDFD_GETFD = 438
SETRESUID = 147 if os.uname().machine == "aarch64" else 117
IP_TOS, IPV6_TCLASS, IPV6_V6ONLY = 1, 67, 26
NOBODY = 65534
libc = ctypes.CDLL(None, use_errno=True)
pid = int(sys.argv[1])
process = os.pidfd_open(pid)
listeners = {}


def copy_of(descriptor):
    """A descriptor of the other process as one of our own; None where it is closed by now."""
    copy = libc.syscall(PIDFD_GETFD, process, descriptor, 0)
    if copy >= 0:
        return copy
    if ctypes.get_errno() == errno.EBADF:
        return None
    sys.exit(f"pidfd_getfd: {os.strerror(ctypes.get_errno())}")


def sockets():
    for name in os.listdir(f"/proc/{pid}/fd"):
        try:
            if not os.readlink(f"/proc/{pid}/fd/{name}").startswith("socket:"):
                continue
        except FileNotFoundError:
            continue
        copy = copy_of(int(name))
        if copy is not None:
            with socket.socket(fileno=copy) as found:
                yield found


def peer_of(found):
    try:
        return list(found.getpeername()[:2])
    except OSError:
        return None


def options(found):
    told = {
        "receiveBuffer": found.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF),
        "sendBuffer": found.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF),
        "reuseAddress": found.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR) != 0,
        "reusePort": found.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT) != 0,
        "noDelay": found.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0,
        "keepAlive": found.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) != 0,
        "idle": found.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE),
        "interval": found.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL),
        "probes": found.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT),
        "ipv4Class": found.getsockopt(socket.IPPROTO_IP, IP_TOS),
    }
    if found.family == socket.AF_INET6:
        told["ipv6Class"] = found.getsockopt(socket.IPPROTO_IPV6, IPV6_TCLASS)
        told["ipv6Only"] = found.getsockopt(socket.IPPROTO_IPV6, IPV6_V6ONLY) != 0
    return told


def fresh(what):
    with socket.socket() as one:
        return options(one)


def nothing(what):
    return None


def of_socket(what):
    ip = (socket.AF_INET, socket.AF_INET6)
    found = (one for one in sockets() if one.family in ip and list(one.getsockname()[:2]) == what["local"])
    return [options(one) for one in found if peer_of(one) == what["remote"]]


def listen(what):
    family = socket.AF_INET6 if ":" in what["host"] else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.bind((what["host"], 0))
    listener.listen()
    listeners[listener.getsockname()[1]] = listener
    return listener.getsockname()[1]


def accept(what):
    with listeners.pop(what["port"]) as listener:
        end, peer = listener.accept()
        listeners[end] = end
        return list(peer[:2])


class Intruder:
    """Root may connect to anything, and so is nobody; any other user is kept out by a mode without write permission for its owner as well.
    The path is tried without a pause, because between listen(2) and chmod(2) there is no more than some microseconds."""

    def __init__(self, path):
        self.path = path
        self.was_there = self.has_connected = self.is_over = False
        self.has_begun = threading.Event()
        # It ends with the process: a case that failed asks for its end no more.
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        self.has_begun.wait()

    def run(self):
        if os.geteuid() == 0:
            # Of this thread alone: the C library's own would be of all.
            libc.syscall(SETRESUID, NOBODY, NOBODY, NOBODY)
        intruder = socket.socket(socket.AF_UNIX)
        while not self.is_over:
            refusal = intruder.connect_ex(self.path)
            self.was_there = self.was_there or refusal == errno.EACCES
            if refusal == 0:
                self.has_connected = True
                break
            self.has_begun.set()
        intruder.close()

    def end(self):
        self.is_over = True
        self.thread.join()
        return {"wasThere": self.was_there, "hasConnected": self.has_connected}


def intrude(what):
    listeners["intruder"] = Intruder(what["path"])
    return None


def intruded(what):
    return listeners.pop("intruder").end()


questions = {
    "nothing": nothing,
    "fresh": fresh,
    "socket": of_socket,
    "listen": listen,
    "accept": accept,
    "intrude": intrude,
    "intruded": intruded,
}

copy_of(1)
for line in sys.stdin:
    what = json.loads(line)
    print(json.dumps({"id": what["id"], "answer": questions[what["name"]](what)}), flush=True)
