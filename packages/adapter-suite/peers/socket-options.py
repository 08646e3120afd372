"""Tells the options of another process's TCP connections. The process is the argument; each line on stdin is, in JSON, a local and
a remote address, or null for what the system gives to a socket of which nobody asks anything. Ends at once, with the reason on
stderr, where looking into that process is not permitted (pidfd_getfd(2))."""

import ctypes
import errno
import json
import os
import socket
import sys

PIDFD_GETFD = 438
libc = ctypes.CDLL(None, use_errno=True)
pid = int(sys.argv[1])
process = os.pidfd_open(pid)


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
            is_socket = os.readlink(f"/proc/{pid}/fd/{name}").startswith("socket:")
        except FileNotFoundError:
            continue
        copy = copy_of(int(name)) if is_socket else None
        if copy is not None:
            with socket.socket(fileno=copy) as found:
                yield found


def is_between(found, ends):
    try:
        return [list(found.getsockname()[:2]), list(found.getpeername()[:2])] == ends
    except OSError:
        return False


def options(found):
    return {
        "noDelay": found.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0,
        "keepAlive": found.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) != 0,
        "idle": found.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE),
        "interval": found.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL),
        "probes": found.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT),
    }


copy_of(1)
for line in sys.stdin:
    ends = json.loads(line)
    with socket.socket() as fresh:
        told = [options(fresh)] if ends is None else [options(found) for found in sockets() if is_between(found, ends)]
    print(json.dumps(told), flush=True)
