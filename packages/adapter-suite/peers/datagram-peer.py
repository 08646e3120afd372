"""UDP sockets of the adapter suite's other end: one JSON command a line on stdin, one JSON answer a line on stdout."""

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

# ip(7), ipv6(7): Python has no names for them.
IP_PKTINFO = 8
IP_RECVTTL = 12
IP_MULTICAST_ALL = 49
IPV6_MULTICAST_ALL = 29

sockets = {}
numbers = itertools.count(1)
printing = threading.Lock()


def name_of(at):
    """By getaddrinfo, because bind and sendto drop a zone that stands in the host."""
    found = socket.getaddrinfo(at["host"], at["port"], type=socket.SOCK_DGRAM, flags=socket.AI_NUMERICHOST)
    family, _, _, _, name = found[0]
    return family, name


def data_of(what):
    if "text" in what:
        return what["text"].encode("latin1")
    block = bytes((at * 7 + (at >> 8)) & 0xFF for at in range(65536))
    return block[: what["size"]]


def bind(what):
    family, name = name_of(what["at"])
    one = socket.socket(family, socket.SOCK_DGRAM)
    if what.get("reuse"):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if what.get("share"):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        one.bind(name)
    except OSError as error:
        return {"error": errno.errorcode[error.errno]}
    number = next(numbers)
    sockets[number] = one
    return {"socket": number, "port": one.getsockname()[1]}


def send(what):
    for _ in range(what.get("times", 1)):
        try:
            sockets[what["socket"]].sendto(data_of(what), name_of(what["to"])[1])
        except OSError as error:
            return {"error": errno.errorcode[error.errno]}
    return {}


def number(what):
    """Datagrams that hold nothing but their numbers, in their order."""
    for at in range(what["count"]):
        sockets[what["socket"]].sendto(str(at).encode(), name_of(what["to"])[1])
    return {}


def about(told):
    """What a datagram came with, where its socket asks for it: its time to live or hop limit, and the interface."""
    found = {"hops": None, "by": None}
    for level, name, value in told:
        if (level, name) in {(socket.IPPROTO_IP, socket.IP_TTL), (socket.IPPROTO_IPV6, socket.IPV6_HOPLIMIT)}:
            found["hops"] = int.from_bytes(value, sys.byteorder)
        elif (level, name) == (socket.IPPROTO_IP, IP_PKTINFO):
            found["by"] = socket.if_indextoname(struct.unpack_from("@i", value)[0])
        elif (level, name) == (socket.IPPROTO_IPV6, socket.IPV6_PKTINFO):
            found["by"] = socket.if_indextoname(struct.unpack_from("@i", value, 16)[0])
    return found


def receive(what):
    one = sockets[what["socket"]]
    one.settimeout(what["timeout"] / 1000)
    try:
        data, told, _, sender = one.recvmsg(65536, 256)
    except TimeoutError:
        return {"length": None}
    except OSError as error:
        return {"error": errno.errorcode[error.errno]}
    digest = hashlib.sha256(data).hexdigest()
    return {
        "length": len(data),
        "text": data[:64].decode("latin1"),
        "sha256": digest,
        "host": sender[0],
        "port": sender[1],
        **about(told),
    }


def join(what):
    """By the name of the interface; and what comes is told with its hop limit and its interface."""
    one = sockets[what["socket"]]
    group = socket.inet_pton(one.family, what["group"])
    index = socket.if_nametoindex(what["by"])
    if one.family == socket.AF_INET:
        one.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group + struct.pack("@4si", bytes(4), index))
        # Nothing of groups that other sockets have joined (ip(7)).
        one.setsockopt(socket.IPPROTO_IP, IP_MULTICAST_ALL, 0)
        one.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
        one.setsockopt(socket.IPPROTO_IP, IP_RECVTTL, 1)
    else:
        one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, group + struct.pack("@i", index))
        one.setsockopt(socket.IPPROTO_IPV6, IPV6_MULTICAST_ALL, 0)
        one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
        one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVHOPLIMIT, 1)
    return {}


def leave_by(what):
    """What it sends to groups leaves by that interface."""
    one = sockets[what["socket"]]
    index = socket.if_nametoindex(what["by"])
    if one.family == socket.AF_INET:
        one.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, struct.pack("@8si", bytes(8), index))
    else:
        one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
    return {}


def nothing(what):
    return {}


def close(what):
    sockets.pop(what["socket"]).close()
    return {}


commands = {command.__name__: command for command in (bind, send, number, receive, join, leave_by, nothing, close)}


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


# Receiving blocks: each command has a thread of its own, and those of one socket are asked one after another.
for line in sys.stdin:
    threading.Thread(target=run, args=(json.loads(line),), daemon=True).start()
os._exit(0)
