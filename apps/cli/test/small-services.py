"""What a plain client makes of a small service: small-services.py SERVICE PORT PID. Writes JSON."""

import json
import re
import socket
import struct
import sys
import threading

MEBIBYTE = 1024 * 1024


def connect():
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def read(peer, count):
    data = bytearray()
    while len(data) < count and (chunk := peer.recv(min(65536, count - len(data)))):
        data += chunk
    return bytes(data)


def rest(peer):
    data = bytearray()
    while chunk := peer.recv(65536):
        data += chunk
    return bytes(data)


def popular_pattern(count):
    ring = bytes(range(32, 127))
    period = b"".join((ring + ring)[at : at + 72] + b"\r\n" for at in range(95))
    return (period * (count // len(period) + 1))[:count]


def memory():
    with open(f"/proc/{pid}/status") as status:
        return int(re.search(r"RssAnon:\s*(\d+) kB", status.read()).group(1)) * 1024


def chargen():
    told = {}
    careful = connect()
    told["first"] = read(careful, 74).decode("ascii")
    # It sends while it reads: what is not taken stops it, and the join below with it.
    sending = threading.Thread(target=careful.sendall, args=(bytes(8 * MEBIBYTE),))
    sending.start()
    seen = read(careful, 4 * MEBIBYTE)
    while sending.is_alive():
        seen += read(careful, MEBIBYTE)
    after = read(careful, MEBIBYTE)
    told["goesOn"] = len(after) == MEBIBYTE
    seen += after
    careful.shutdown(socket.SHUT_WR)
    seen += rest(careful)
    told["same"] = popular_pattern(74 + len(seen))[74:] == seen
    told["endsWithLine"] = seen.endswith(b"\r\n")
    before = memory()
    silent = [connect() for _ in range(8)]
    for peer in silent:
        read(peer, 1)
    other = connect()
    told["beside"] = popular_pattern(4 * MEBIBYTE) == read(other, 4 * MEBIBYTE)
    # Meanwhile it has time to collect for the silent ones, if it does.
    for _ in range(256):
        read(other, MEBIBYTE)
    told["grewByLess"] = memory() - before < 64 * MEBIBYTE
    told["resumed"] = popular_pattern(16 * MEBIBYTE)[1:] == read(silent[0], 16 * MEBIBYTE - 1)
    for peer in [*silent, other]:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        peer.close()
    told["afterResets"] = read(connect(), 3).decode("ascii")
    return told


def told_and_ended():
    silent, chatty = connect(), connect()
    chatty.sendall(bytes(MEBIBYTE))
    return {"silent": rest(silent).decode("latin-1"), "chatty": rest(chatty).decode("latin-1")}


service, port, pid = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
json.dump(chargen() if service == "chargen" else told_and_ended(), sys.stdout)
