"""Serves one connection over plain sockets: prints its port, sends what follows byte by byte, and says what it got."""

import hashlib
import socket
import sys

listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
end, _ = listener.accept()
end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
for byte in "220 ready\r\nzweite Zeile: é\n".encode():
    end.sendall(bytes([byte]))
body = bytes((at * 7 + (at >> 8)) & 0xFF for at in range(100_000))
end.sendall(len(body).to_bytes(4, "big") + body + b"HTTP/1.1 200 OK\r\n\r\nraw")
line = end.makefile("rb").read()
print(hashlib.sha256(line).hexdigest(), len(line), flush=True)
end.sendall(b" bytes\x00\x00\x00\x09cut")
end.close()
