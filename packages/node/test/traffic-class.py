"""Of each connection to a port from 127.0.0.1 and from ::1: the classes of its packets, as getsockopt(2) tells them of the end that a process
has, which is the first argument. Prints `[[IP_TOS, IPV6_TCLASS], …]`, in that order.
"""

import ctypes
import json
import os
import socket
import sys

PIDFD_GETFD = 438
IP_TOS, IPV6_TCLASS = 1, 67
pid, port = int(sys.argv[1]), int(sys.argv[2])
libc = ctypes.CDLL(None, use_errno=True)
process = os.pidfd_open(pid)


def ends():
    for name in os.listdir(f"/proc/{pid}/fd"):
        copy = libc.syscall(PIDFD_GETFD, process, int(name), 0)
        if copy < 0:
            continue
        try:
            yield socket.socket(fileno=copy)
        except OSError:
            os.close(copy)


def classes(client):
    for end in ends():
        with end:
            try:
                if end.family == socket.AF_INET6 and end.getpeername()[1] == client.getsockname()[1]:
                    return [
                        end.getsockopt(socket.IPPROTO_IP, IP_TOS),
                        end.getsockopt(socket.IPPROTO_IPV6, IPV6_TCLASS),
                    ]
            except OSError:
                pass
    return None


found = []
for host in ("127.0.0.1", "::1"):
    with socket.create_connection((host, port)) as client:
        # Its server has accepted it by then.
        client.recv(1)
        found.append(classes(client))
print(json.dumps(found))
