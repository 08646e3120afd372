"""Starts a program as systemd does for socket units (sd_listen_fds(3)): with sockets that listen and block, from descriptor 3 on. The arguments
are a path, which one of them is bound to, and the program; the other's port is told on stderr, in the first line."""

import os
import socket
import sys

path, *command = sys.argv[1:]
tcp = socket.create_server(("127.0.0.1", 0))
unix = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
unix.bind(path)
unix.listen()
# By now: their own numbers may be where the copies go, and then be another's.
port = tcp.getsockname()[1]
# First out of the way of where they go.
numbers = [os.dup(one.fileno()) for one in (tcp, unix)]
high = [os.dup2(number, 100 + at) for at, number in enumerate(numbers)]
for at, number in enumerate(high):
    os.dup2(number, 3 + at)
assert os.get_blocking(3) and os.get_blocking(4)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="2", LISTEN_FDNAMES="web:control")
os.closerange(5, 200)
# The last that is the launcher's own: what comes behind it is the program's.
print(port, file=sys.stderr, flush=True)
os.execvp(command[0], command)
