// Of several small chunks that came before a read it keeps only the last.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    constructor(...options) {
      super(...options);
      this.socket.resume();
    }

    arrived(count) {
      super.arrived(count);
      if (this.unread.length > 0 && this.unread.length < 64) setImmediate(() => this.socket.resume());
    }
  };
};
