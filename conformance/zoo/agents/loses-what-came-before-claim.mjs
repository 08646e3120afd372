// It loses what came before a connection was claimed.
export default (sockets) => {
  sockets.Listener = class extends sockets.Listener {
    hand(connection) {
      super.hand(connection);
      if (this.unclaimed.includes(connection)) connection.socket.resume();
    }

    async accept(wait) {
      const connection = await super.accept(wait);
      connection.unread = connection.unread.subarray(connection.unread.length);
      return connection;
    }
  };
};
