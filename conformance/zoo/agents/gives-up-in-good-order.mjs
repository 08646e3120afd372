// A write that is given up ends the connection as if it had been finished.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async write(data, wait) {
      this.isWriting = true;
      await super.write(data, wait);
      this.isWriting = false;
    }

    abort() {
      if (this.isWriting !== true) return super.abort();
      this.released = true;
      this.socket.destroy();
    }
  };
};
