# A network of its own, whose interfaces `one` and `two` have an address of both families each, `one` some more, and then what is given to run in it.
set -e
ip link set lo up
number=1
for name in one two; do
  ip link add $name type veth peer name $name-end
  ip link set $name up
  ip link set $name-end up
  ip addr add 10.0.$number.1/24 brd + dev $name
  ip addr add fd00:$number::1/64 dev $name nodad
  number=2
done
ip addr add 10.0.1.9/24 dev one
ip addr add fd00:1::9/64 dev one nodad
ip addr add fe80::1/64 dev one nodad
# Groups are on `one` where nobody says otherwise.
ip route add 239.0.0.0/8 dev one
ip -6 route add multicast ff15::/16 dev one table local
exec "$@"
