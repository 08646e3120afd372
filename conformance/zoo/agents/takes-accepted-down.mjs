// It takes its accepted connections down with it when it is closed.
export default (sockets) => {
  sockets.Listener = class extends sockets.Listener {
    claimed = [];

    async accept(wait) {
      const connection = await super.accept(wait);
      this.claimed.push(connection);
      return connection;
    }

    close() {
      for (const { socket } of this.claimed) socket.destroy();
      return super.close();
    }
  };
};
