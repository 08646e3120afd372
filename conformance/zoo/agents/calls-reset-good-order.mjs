// It calls a connection that was reset over in good order.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    constructor(...options) {
      super(...options);
      this.closed = this.closed.then((code) => (code === "ECONNRESET" ? null : code));
    }
  };
};
