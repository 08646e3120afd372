// It closes before everything that was written is on its way.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async close() {
      if (this.socket.writableLength > 0) this.socket.destroy();
      return await super.close();
    }
  };
};
