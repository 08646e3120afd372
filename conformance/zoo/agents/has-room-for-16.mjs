// It loses connections that come while 16 wait to be claimed.
export default (sockets) => {
  sockets.Listener = class extends sockets.Listener {
    hand(connection) {
      if (this.unclaimed.length >= 16) connection.abort();
      else super.hand(connection);
    }
  };
};
