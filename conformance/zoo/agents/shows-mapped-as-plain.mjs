// On :: it shows an IPv4 client by a plain IPv4 address.
export default (sockets) => {
  sockets.Listener = class extends sockets.Listener {
    hand(connection) {
      connection.remote = connection.remote.replace("[::ffff:127.0.0.1]", "127.0.0.1");
      super.hand(connection);
    }
  };
};
