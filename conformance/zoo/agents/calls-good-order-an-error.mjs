// It calls a connection that ended in good order broken.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    constructor(...options) {
      super(...options);
      this.closed = this.closed.then((code) => code ?? "EIO");
    }
  };
};
