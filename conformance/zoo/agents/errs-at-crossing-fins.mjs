// It reports an error when both ends send their FIN at the same moment.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    constructor(...options) {
      super(...options);
      this.socket.once("end", () => {
        this.hasCrossed = performance.now() - this.finAt < 20;
      });
      this.closed = this.closed.then((code) => (this.hasCrossed ? "ENOTCONN" : code));
    }

    closeWrite() {
      this.finAt = performance.now();
      return super.closeWrite();
    }
  };
};
