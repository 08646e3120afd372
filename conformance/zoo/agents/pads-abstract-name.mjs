// It pads an abstract name with NULs.
export default (sockets) => {
  const listen = sockets.listen.bind(sockets);
  sockets.listen = async (at, options) => {
    if (!at.startsWith("unix:@")) return await listen(at, options);
    const listener = await listen(`${at}\0\0\0`, options);
    listener.address = at;
    return listener;
  };
};
