"""Members of 239.1.1.1 and ff15::1 on d1. Runs the command of its arguments and the port of each group behind them, and prints what came
of it: what the command printed, and each datagram with its group's family and its hops. A datagram to a group here has come once it is sent.
"""

import json
import socket
import subprocess
import sys

IP_RECVTTL, IPV6_RECVHOPLIMIT = 12, 51
index = socket.if_nametoindex("d1").to_bytes(4, sys.byteorder)

ipv4 = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
ipv4.bind(("0.0.0.0", 0))
ipv4.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton("239.1.1.1") + bytes(4) + index)
ipv4.setsockopt(socket.IPPROTO_IP, IP_RECVTTL, 1)

ipv6 = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
ipv6.bind(("::", 0))
ipv6.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, socket.inet_pton(socket.AF_INET6, "ff15::1") + index)
ipv6.setsockopt(socket.IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1)

ports = [str(one.getsockname()[1]) for one in (ipv4, ipv6)]
told = subprocess.run([*sys.argv[1:], *ports], stdout=subprocess.PIPE, check=True, timeout=15).stdout

heard = []
for family, one in (("ipv4", ipv4), ("ipv6", ipv6)):
    one.setblocking(False)
    while True:
        try:
            data, ancillary, _, _ = one.recvmsg(100, 100)
        except BlockingIOError:
            break
        heard.append([family, data.decode(), int.from_bytes(ancillary[0][2], sys.byteorder)])
print(json.dumps({"told": json.loads(told), "heard": heard}))
