// It ends its own direction as if the connection had not been reset.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async closeWrite() {
      if (this.failure === null) await super.closeWrite();
    }
  };
};
