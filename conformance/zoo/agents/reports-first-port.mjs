// Of two listeners it reports the first one's port for both.
export default (sockets) => {
  const open = [];
  const listen = sockets.listen.bind(sockets);
  sockets.listen = async (at, options) => {
    const listener = await listen(at, options);
    if (!at.startsWith("tcp:") || !at.endsWith(":0")) return listener;
    const first = open.find(({ closed }) => !closed);
    open.push(listener);
    if (first !== undefined) listener.address = first.address;
    return listener;
  };
};
