// It takes over the address of another listener.
export default (sockets) => {
  const open = new Map();
  const listen = sockets.listen.bind(sockets);
  sockets.listen = async (at, options) => {
    if (at.startsWith("tcp:")) await open.get(at)?.close();
    const listener = await listen(at, options);
    open.set(listener.address, listener);
    return listener;
  };
};
