// It ignores the option ipv6Only.
export default (sockets) => {
  const listen = sockets.listen.bind(sockets);
  sockets.listen = async (at, options) => {
    return await listen(at, { ...options, ipv6Only: false });
  };
};
