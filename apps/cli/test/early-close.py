"""A server that answers and closes before all has been sent to it, and what a client on a slow stdout makes of that.

early-close.py COMMAND...   `{url}` in it is where the server listens. Writes JSON: what the client wrote, and when.
"""

import fcntl
import json
import select
import socket
import struct
import subprocess
import sys
import termios

SIZE = 30_000
# The least that a pipe can hold (fcntl(2), F_SETPIPE_SZ): most of the answer has to wait in the client.
PIPE, F_SETPIPE_SZ = 4096, 1031


def count(file, request):
    return struct.unpack("i", fcntl.ioctl(file, request, bytes(4)))[0]


def unread_by(local, remote):
    """Bytes in the receive queue of a TCP socket, None where the kernel knows it no more (proc(5), /proc/net/tcp)."""
    with open("/proc/net/tcp") as table:
        for row in table:
            fields = row.split()
            if fields[1:3] == ["0100007F:%04X" % local, "0100007F:%04X" % remote]:
                return int(fields[4].split(":")[1], 16)
    return None


def until(done):
    while not done():
        select.select([], [], [], 0.005)


answer = bytes(range(250)) * (SIZE // 250)
server = socket.create_server(("127.0.0.1", 0))
port = server.getsockname()[1]
command = [word.replace("{url}", f"tcp://127.0.0.1:{port}") for word in sys.argv[1:]]
client = subprocess.Popen(
    command, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
)
fcntl.fcntl(client.stdout, F_SETPIPE_SZ, PIPE)
client.stdin.write(b"what is asked\n")
if server not in select.select([server, client.stderr], [], [])[0]:
    sys.exit(f"it has not connected: {client.stderr.read().decode()}")
peer, (_, own) = server.accept()
peer.recv(100)
peer.sendall(answer)
# The client has all of it, and cannot write it yet.
until(lambda: count(peer, termios.TIOCOUTQ) == 0 and unread_by(own, port) == 0)
peer.close()
# This meets a peer that is closed and answers with a reset; what follows meets that, and fails.
client.stdin.write(b"more\n")
until(lambda: unread_by(own, port) is None)
client.stdin.write(b"and more\n")
until(lambda: count(client.stdin, termios.FIONREAD) == 0)
got = b""
while len(got) < SIZE - 2 * PIPE and (chunk := client.stdout.read(PIPE)):
    got += chunk
# More than a pipe takes is still to be read, so not all has been written.
early = select.select([client.stderr], [], [], 0)[0] != []
while chunk := client.stdout.read(PIPE):
    got += chunk
client.stdin.close()
message = client.stderr.read().decode()
told = {"toldEarly": early, "whole": got == answer, "message": message, "status": client.wait()}
json.dump(told, sys.stdout)
