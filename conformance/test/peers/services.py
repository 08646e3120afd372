"""Echo, upper, discard, chargen, daytime and time as a Python program would write them: the independent subject of the suite's own tests.

services.py SERVICE ADDRESS...   with addresses like tcp://127.0.0.1:0, tcp://[::1]:0 and unix:/path.
Prints `READY ...` for each, then `READY`, and ends when its input does, or on SIGTERM.
"""

import re
import socket
import struct
import sys
import threading
import time


def echo(peer):
    while data := peer.recv(65536):
        peer.sendall(data)


def upper(peer):
    if data := peer.recv(1024):
        peer.sendall(data.upper())


def discard(peer):
    while peer.recv(65536):
        pass


def chargen(peer):
    ended = threading.Event()

    def throw_away():
        try:
            discard(peer)
        except OSError:
            pass
        ended.set()

    threading.Thread(target=throw_away, daemon=True).start()
    ring = bytes(range(32, 127))
    block = b"".join((ring + ring)[at : at + 72] + b"\r\n" for at in range(95)) * 9
    while not ended.is_set():
        peer.sendall(block)


def daytime(peer):
    peer.sendall(time.strftime("%d %b %y %H:%M:%S UTC\r\n", time.gmtime()).upper().encode("ascii"))


def seconds(peer):
    peer.sendall(struct.pack(">I", (int(time.time()) + 2208988800) % 2**32))


SERVICES = {
    "echo": echo,
    "upper": upper,
    "discard": discard,
    "chargen": chargen,
    "daytime": daytime,
    "time": seconds,
}


def serve(peer, service):
    try:
        service(peer)
        peer.shutdown(socket.SHUT_WR)
        # Closing with unread input would reset the connection, and the answer with it (RFC 9293, 3.6.1).
        while peer.recv(65536):
            pass
    except OSError:
        pass
    finally:
        peer.close()


def accept(listener, service):
    while True:
        peer, _ = listener.accept()
        threading.Thread(target=serve, args=(peer, service), daemon=True).start()


def listen(address):
    if address.startswith("unix:"):
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(address[5:])
        ready = f"unix {address[5:]}"
    else:
        host, port = re.fullmatch(r"tcp://\[?([^\]]*)\]?:(\d+)", address).groups()
        listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, int(port)))
        port = listener.getsockname()[1]
        ready = f"tcp [{host}]:{port}" if ":" in host else f"tcp {host}:{port}"
    listener.listen(1024)
    return listener, ready


threading.stack_size(256 * 1024)
service = SERVICES[sys.argv[1]]
for address in sys.argv[2:]:
    listener, ready = listen(address)
    threading.Thread(target=accept, args=(listener, service), daemon=True).start()
    print("READY", ready, flush=True)
print("READY", flush=True)
sys.stdin.read()
