# In a network namespace of its own: groups are routed to d0 unless d1 is asked for; bare has no address of IPv4.
set -e
ip link set lo up
for name in d0 d1 bare; do
  ip link add "$name" type veth peer name "$name-end"
  for end in "$name" "$name-end"; do ip link set "$end" addrgenmode none; ip link set "$end" up; done
done
ip address add 10.8.0.1/24 dev d0
ip address add 10.9.0.1/24 dev d1
ip address add 2001:db8:8::1/64 dev d0 nodad
ip address add 2001:db8:9::1/64 dev d1 nodad
ip address add 2001:db8:a::1/64 dev bare nodad
ip route add 224.0.0.0/4 dev d0
exec "$@"
