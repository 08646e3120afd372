"""The other end of the adapter suite, over blocking sockets: one JSON command a line on stdin, one JSON answer a line on stdout."""

import errno
import hashlib
import itertools
import json
import os
import socket
import struct
import sys
import threading
import traceback

things = {}
numbers = itertools.count(1)
printing = threading.Lock()


def keep(thing):
    number = next(numbers)
    things[number] = thing
    return number


def address(at):
    if "path" in at:
        return socket.AF_UNIX, at["path"]
    # By getaddrinfo, because connect and bind drop a zone that stands in the host.
    family, _, _, _, name = socket.getaddrinfo(at["host"], at["port"], flags=socket.AI_NUMERICHOST)[0]
    return family, name


def data_of(what):
    if "text" in what:
        return what["text"].encode("latin1")
    block = bytes((at * 7 + (at >> 8)) & 0xFF for at in range(65536))
    return (block * (what["size"] // 65536 + 1))[: what["size"]]


def listen(what):
    family, name = address(what["at"])
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.bind(name)
    listener.listen(what.get("backlog", 128))
    port = listener.getsockname()[1] if family != socket.AF_UNIX else None
    return {"listener": keep(listener), "port": port}


def accept(what):
    return {"end": keep(things[what["listener"]].accept()[0])}


def stop(what):
    things[what["listener"]].close()
    return {}


def connect(what):
    family, name = address(what["to"])
    end = socket.socket(family, socket.SOCK_STREAM)
    end.connect(name)
    return {"end": keep(end), "port": end.getsockname()[1] if family != socket.AF_UNIX else None}


def send(what):
    try:
        things[what["end"]].sendall(data_of(what))
    except OSError as error:
        return {"error": errno.errorcode[error.errno]}
    return {"error": None}


def receive(what):
    digest, head, length, stopped = hashlib.sha256(), b"", 0, None
    while length < what["count"]:
        try:
            chunk = things[what["end"]].recv(min(65536, what["count"] - length))
        except OSError as error:
            stopped = errno.errorcode[error.errno]
            break
        if not chunk:
            stopped = "FIN"
            break
        digest.update(chunk)
        head = (head + chunk)[:64]
        length += len(chunk)
    return {"length": length, "text": head.decode("latin1"), "sha256": digest.hexdigest(), "stopped": stopped}


def nothing(what):
    return {}


def fin(what):
    things[what["end"]].shutdown(socket.SHUT_WR)
    return {}


def reset(what):
    end = things[what["end"]]
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    end.close()
    return {}


def close(what):
    things[what["end"]].close()
    return {}


commands = {f.__name__: f for f in (listen, accept, stop, connect, nothing, send, receive, fin, reset, close)}


def run(what):
    """What the system refuses is an answer; anything else is this program's own fault, and ends it."""
    try:
        answer = {"id": what["id"], **commands[what["name"]](what)}
    except OSError as error:
        answer = {"id": what["id"], "error": errno.errorcode.get(error.errno, str(error))}
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    with printing:
        print(json.dumps(answer), flush=True)


for line in sys.stdin:
    threading.Thread(target=run, args=(json.loads(line),), daemon=True).start()
os._exit(0)
