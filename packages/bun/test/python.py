"""A raw peer: each line of its input is a Python program, as JSON text; each line of its output is the value of that program's last statement."""

import ast
import fcntl
import hashlib
import json
import socket
import struct
import sys
import termios
import threading


def connect(address):
    """A connection to `port`, or to a Unix path."""
    if isinstance(address, str):
        peer = socket.socket(socket.AF_UNIX)
        peer.connect(address)
        return peer
    return socket.create_connection(("127.0.0.1", address))


def reset(peer):
    """Ends a connection by RST (socket(7), SO_LINGER)."""
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()


def receive_all(peer):
    """How many bytes come until the end, and their SHA-256."""
    digest = hashlib.sha256()
    count = 0
    while data := peer.recv(65536):
        digest.update(data)
        count += len(data)
    return [count, digest.hexdigest()]


def fill(peer):
    """Sends until the other end takes no more for a quarter of a second. How many bytes were taken."""
    peer.settimeout(0.25)
    count = 0
    try:
        while True:
            count += peer.send(bytes(65536))
    except TimeoutError:
        return count


def unacknowledged(peer):
    """How many bytes the other end's kernel has not taken (SIOCOUTQ)."""
    return int.from_bytes(fcntl.ioctl(peer, termios.TIOCOUTQ, bytes(4)), sys.byteorder)


def full_listener():
    """A listener whose queue is full, so that attempts to connect to it wait for ever; it and its queue."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    queue = []
    while True:
        waiting = socket.socket()
        waiting.settimeout(0.25)
        try:
            waiting.connect(listener.getsockname())
        except TimeoutError:
            waiting.close()
            return listener, queue
        queue.append(waiting)


def value_of(program):
    """Runs a program among the names of this module, and those of earlier programs."""
    statements = ast.parse(program).body
    last = statements.pop() if isinstance(statements[-1], ast.Expr) else None
    exec(compile(ast.Module(statements, []), "peer", "exec"), globals())
    value = eval(compile(ast.Expression(last.value), "peer", "eval"), globals()) if last else None
    return value.decode("latin-1") if isinstance(value, bytes) else value


for line in sys.stdin:
    try:
        print(json.dumps({"value": value_of(json.loads(line))}, default=lambda other: None), flush=True)
    except Exception as error:
        print(json.dumps({"error": type(error).__name__, "text": str(error)}), flush=True)
