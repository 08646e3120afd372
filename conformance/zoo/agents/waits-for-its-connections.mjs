// Its close waits for the connections that it has accepted.
export default (sockets) => {
  sockets.Listener = class extends sockets.Listener {
    handed = [];

    hand(connection) {
      this.handed.push(connection.closed);
      super.hand(connection);
    }

    async close() {
      await super.close();
      await Promise.all(this.handed);
    }
  };
};
