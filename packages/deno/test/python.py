"""A raw peer: runs the Python statements that stand, as JSON text, on each line of its input, and answers with the value of the last one."""

import ast
import hashlib
import json
import os
import select
import socket
import struct
import subprocess
import sys
import threading
import time


def reset(connection):
    """Ends a connection by RST (socket(7), SO_LINGER)."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def receive_all(connection, pause=0):
    """Everything until the end; `pause` makes a slow reader."""
    digest = hashlib.sha256()
    count = 0
    while True:
        data = connection.recv(65536)
        if not data:
            return {"count": count, "sha256": digest.hexdigest()}
        digest.update(data)
        count += len(data)
        if pause:
            time.sleep(pause)


def queue_full(family, address):
    """Connections until the listener's queue takes no more."""
    queue = []
    while True:
        waiting = socket.socket(family, socket.SOCK_STREAM)
        waiting.settimeout(0.3)
        try:
            waiting.connect(address)
        except OSError:
            waiting.close()
            return queue
        queue.append(waiting)


def shown(value):
    if isinstance(value, (bytes, bytearray)):
        return value.decode("latin-1")
    if isinstance(value, (socket.socket, threading.Thread)):
        return None
    if isinstance(value, (list, tuple)):
        return [shown(item) for item in value]
    return value


for line in sys.stdin:
    body = ast.parse(json.loads(line)).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    try:
        exec(compile(ast.Module(body, []), "peer", "exec"), globals())
        value = eval(compile(ast.Expression(last.value), "peer", "eval"), globals()) if last else None
        answer = {"value": shown(value)}
    except Exception as error:
        answer = {"value": None, "error": type(error).__name__, "text": str(error)}
    print(json.dumps(answer), flush=True)
