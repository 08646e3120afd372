// It tells the address of a listener that is closed again.
export default (sockets) => {
  const { listen } = sockets;
  sockets.listen = async (...args) => {
    const listener = await listen.apply(sockets, args);
    await listener.close();
    return listener;
  };
};
