"""A peer over the system's own sockets: does what each line of stdin says, and answers each with a line of JSON.

    connect KIND WHERE, listen KIND WHERE (tcp4 HOST PORT, tcp6 HOST PORT, unix PATH), accept,
    send HEX, fill SEED LENGTH (a pattern), recv LENGTH, drain, stalls, shutdown, close, reset
"""
import errno
import hashlib
import json
import select
import socket
import struct
import sys

MASK = 0xFFFFFFFF


def pattern(seed, length):
    """The pattern of the agent protocol, from its description, not from its TypeScript."""
    out = bytearray()
    for index in range((length + 3) // 4):
        h = (seed + index * 0x9E3779B9) & MASK
        h ^= h >> 16
        h = h * 0x85EBCA6B & MASK
        h ^= h >> 13
        h = h * 0xC2B2AE35 & MASK
        h ^= h >> 16
        out += struct.pack("<I", h)
    return bytes(out[:length])


def address(kind, where):
    return where[0] if kind == "unix" else (where[0], int(where[1]))


def say(**answer):
    print(json.dumps(answer), flush=True)


def received(data, end):
    say(count=len(data), end=end, sha256=hashlib.sha256(data).hexdigest(), hex=data[:64].hex())


FAMILIES = {"tcp4": socket.AF_INET, "tcp6": socket.AF_INET6, "unix": socket.AF_UNIX}


def main():
    sock = listener = None
    for line in sys.stdin:
        command, *args = line.split()
        try:
            if command == "connect":
                if sock:
                    sock.close()
                sock = socket.socket(FAMILIES[args[0]], socket.SOCK_STREAM)
                # With a timeout set first, Python asks for SO_ERROR after connecting, and a reset is lost in the answer.
                sock.connect(address(args[0], args[1:]))
                sock.settimeout(20)
                say(connected=True)
            elif command == "listen":
                if listener:
                    listener.close()
                listener = socket.socket(FAMILIES[args[0]], socket.SOCK_STREAM)
                listener.settimeout(20)
                listener.bind(address(args[0], args[1:]))
                listener.listen(64)
                name = listener.getsockname()
                host = "[::1]" if args[0] == "tcp6" else name[0]
                say(address="unix:" + name if args[0] == "unix" else f"tcp://{host}:{name[1]}")
            elif command == "accept":
                if sock:
                    sock.close()
                sock = listener.accept()[0]
                sock.settimeout(20)
                say(accepted=True)
            elif command == "send":
                sock.sendall(bytes.fromhex(args[0]))
                say(sent=True)
            elif command == "fill":
                sock.sendall(pattern(int(args[0]), int(args[1])))
                say(sent=True)
            elif command == "recv":
                data = b""
                end = False
                while len(data) < int(args[0]) and not end:
                    piece = sock.recv(int(args[0]) - len(data))
                    end = piece == b""
                    data += piece
                received(data, end)
            elif command == "drain":
                pieces = []
                while piece := sock.recv(1 << 20):
                    pieces.append(piece)
                received(b"".join(pieces), True)
            elif command == "stalls":
                # How much the system takes while nobody reads at the other end: until it takes no more for a window of 0.3 s.
                sock.setblocking(False)
                taken, window = 0, 0.3
                block = bytes(1 << 16)
                while taken < 1 << 28 and select.select([], [sock], [], window)[1]:
                    taken += sock.send(block)
                sock.settimeout(20)
                say(taken=taken)
            elif command == "shutdown":
                sock.shutdown(socket.SHUT_WR)
                say(done=True)
            elif command == "close":
                sock.close()
                say(done=True)
            elif command == "reset":
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                sock.close()
                say(done=True)
            else:
                say(error=f"what is {command}?")
        except OSError as error:
            say(error=errno.errorcode.get(error.errno, str(error)))


if __name__ == "__main__":
    main()
