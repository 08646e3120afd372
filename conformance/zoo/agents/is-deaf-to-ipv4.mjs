// On :: it is deaf to IPv4.
export default (sockets) => {
  const listen = sockets.listen.bind(sockets);
  sockets.listen = async (at, options) => {
    return await listen(at, at.startsWith("tcp://[::]") ? { ...options, ipv6Only: true } : options);
  };
};
