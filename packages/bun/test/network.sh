# In a network namespace of its own: v0 and v1 are the ends of a cable, bare has no address of IPv4, slow0 is slow.
set -e
ip link set lo up
ip link add v0 type veth peer name v1
ip link add bare type veth peer name bare1
ip link add slow0 type veth peer name slow1
ip address add 10.9.0.1/24 broadcast 10.9.0.255 dev v0
ip address add 10.9.0.2/24 dev v0
ip address add 10.8.0.1/24 broadcast 10.8.0.255 dev slow0
ip address add 2001:db8::1/64 dev v0 nodad
ip address add 2001:db8::2/64 dev v0 nodad
for name in v0 v1 bare bare1 slow0 slow1; do ip link set "$name" addrgenmode none; ip link set "$name" up; done
ip address add fe80::1/64 dev v0 nodad
ip address add fe80::2/64 dev v1 nodad
tc qdisc add dev slow0 root tbf rate 4mbit burst 4000 limit 10mb
exec "$@"
