// A socket on :: hears IPv6 alone.
export default (sockets) => {
  const bind = sockets.bind.bind(sockets);
  sockets.bind = (at, remote, options) => bind(at, remote, { ...options, ipv6Only: at.startsWith("udp://[::]") });
};
