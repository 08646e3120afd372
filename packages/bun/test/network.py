"""Members of multicast groups, and what passes on a wire, for the scenes of `programs/network.ts`; `python.py` runs it."""

import re

IPV6 = socket.IPPROTO_IPV6
IP = socket.IPPROTO_IP
IP_RECVTTL = 12  # ip(7); Python names it from 3.14 on


def datagram_socket(host, name):
    """A socket of the address's family, by an interface: it has a limit, and is told the hop limit of what comes."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    one = socket.socket(family, socket.SOCK_DGRAM)
    one.settimeout(5)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, name.encode())
    if family == socket.AF_INET:
        one.setsockopt(IP, IP_RECVTTL, 1)
    else:
        one.setsockopt(IPV6, socket.IPV6_RECVHOPLIMIT, 1)
    return one


def member_of(group, name):
    one = datagram_socket(group, name)
    index = struct.pack("@i", socket.if_nametoindex(name))
    if one.family == socket.AF_INET:
        one.bind(("0.0.0.0", 0))
        one.setsockopt(IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group) + bytes(4) + index)
    else:
        one.bind(("::", 0))
        one.setsockopt(IPV6, socket.IPV6_JOIN_GROUP, socket.inet_pton(socket.AF_INET6, group) + index)
    return one


def sender_by(name, host):
    """Sends to groups from this address, where it is no group itself."""
    one = datagram_socket(host, name)
    if one.family == socket.AF_INET:
        one.setsockopt(IP, socket.IP_MULTICAST_IF, bytes(8) + struct.pack("@i", socket.if_nametoindex(name)))
        is_group = 224 <= int(host.split(".")[0]) < 240
    else:
        one.setsockopt(IPV6, socket.IPV6_MULTICAST_IF, socket.if_nametoindex(name))
        is_group = host.startswith("ff")
    if not is_group:
        one.bind((host, 0))
    return one


def hops(one):
    """The hop limit of the next datagram."""
    data, told, _, _ = one.recvmsg(64, 64)
    return int.from_bytes(told[0][2], sys.byteorder)


def wire_of(name):
    """Every packet that passes there (packet(7)), as bytes from its IP header on."""
    one = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
    one.settimeout(10)
    one.bind((name, 0))
    return one


def passed(wire, end):
    """The next packet of UDP, whose data begins like that."""
    while True:
        packet = wire.recv(65536)
        is_ipv4 = packet[0] >> 4 == 4
        data = packet[28:] if is_ipv4 else packet[48:]
        if packet[9 if is_ipv4 else 6] == socket.IPPROTO_UDP and data.startswith(end):
            return packet


def hops_of(packet):
    return packet[8] if packet[0] >> 4 == 4 else packet[7]


def memberships(group):
    """The interfaces that are members of a group (/proc/net/igmp, /proc/net/igmp6)."""
    if ":" in group:
        name = socket.inet_pton(socket.AF_INET6, group).hex()
        return [line.split()[1] for line in open("/proc/net/igmp6") if line.split()[2] == name]
    name = "%08X" % struct.unpack("=I", socket.inet_aton(group))
    found = []
    for line in open("/proc/net/igmp"):
        if device := re.match(r"\d+\s+(\S+)", line):
            interface = device[1]
        elif line.split()[0] == name:
            found.append(interface)
    return found


def link_local(name):
    """Its address, with which IPv6 begins."""
    for line in open("/proc/net/if_inet6"):
        address, _, _, _, _, device = line.split()
        if device == name and address.startswith("fe80"):
            return socket.inet_ntop(socket.AF_INET6, bytes.fromhex(address))
