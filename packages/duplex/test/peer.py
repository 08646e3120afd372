"""The other end, over plain blocking sockets: plays its arguments on one connection, in order.

send:TEXT    sends the text
flood:N      sends N bytes of the pattern
recv:N       reads N bytes, and prints them
drain        reads to the end: prints the count, the SHA-256 and what ended it
fin, reset, close
wait         waits for a line on stdin
"""

import errno
import hashlib
import socket
import struct
import sys

listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
end, _ = listener.accept()


def pattern(size):
    block = bytes((at * 7 + (at >> 8)) & 0xFF for at in range(65536))
    return (block * (size // 65536 + 1))[:size]


for step in sys.argv[1:]:
    name, _, value = step.partition(":")
    if name == "send":
        end.sendall(value.encode())
    elif name == "flood":
        end.sendall(pattern(int(value)))
    elif name == "recv":
        data = b""
        while len(data) < int(value):
            data += end.recv(int(value) - len(data)) or sys.exit(f"FIN after {data}")
        print(data.decode(), flush=True)
    elif name == "drain":
        count, digest, stopped = 0, hashlib.sha256(), None
        while stopped is None:
            try:
                chunk = end.recv(65536)
                stopped = None if chunk else "FIN"
                count += len(chunk)
                digest.update(chunk)
            except OSError as error:
                stopped = errno.errorcode[error.errno]
        print(count, digest.hexdigest(), stopped, flush=True)
    elif name == "fin":
        end.shutdown(socket.SHUT_WR)
    elif name == "reset":
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.close()
    elif name == "close":
        end.close()
    elif name == "wait":
        print("waits", flush=True)
        sys.stdin.readline()
