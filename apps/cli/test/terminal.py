"""A terminal in front of `connect`, and a server that ends, does not read, and resets.   terminal.py COMMAND... {url}

Types until nothing more is taken, ends its half of the connection, and resets it once the command has closed. Tells how that ended.
"""
import json
import os
import pty
import select
import socket
import struct
import subprocess
import sys
import tty

# Nothing tells another process that close() was called: the command has so long to see the end of the stream, in seconds.
SEEN = 1.0
# The terminal has taken nothing for so long: it is full, because the connection is.
FULL = 1.0

listener = socket.create_server(("127.0.0.1", 0))
url = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
master, slave = pty.openpty()
tty.setraw(slave)
command = [url if word == "{url}" else word for word in sys.argv[1:]]
child = subprocess.Popen(command, stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
server, _ = listener.accept()
os.set_blocking(master, False)
typed = 0
while select.select([], [master], [], FULL)[1]:
    typed += os.write(master, b"x" * 4096)
server.shutdown(socket.SHUT_WR)
select.select([], [], [], SEEN)
server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
server.close()
_, stderr = child.communicate(timeout=30)
print(json.dumps({"status": child.returncode, "message": stderr.decode(), "typed": typed}))
