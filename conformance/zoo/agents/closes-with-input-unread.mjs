// It closes with input unread, and so resets the connection and what it wrote.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async close() {
      await super.closeWrite().catch(() => {});
      if (!this.ended) this.socket.destroy();
      return await super.close();
    }
  };
};
