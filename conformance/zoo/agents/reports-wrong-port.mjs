// It reports a port that is not its own.
export default (sockets) => {
  const connect = sockets.connect.bind(sockets);
  sockets.connect = async (to, wait) => {
    const connection = await connect(to, wait);
    connection.local = connection.local.replace(/\d+$/, (port) => String(Number(port) - 1));
    return connection;
  };
};
