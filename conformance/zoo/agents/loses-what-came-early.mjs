// It loses what arrives before somebody reads, where that is more than 1,000 bytes.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    hasRead = false;

    constructor(...options) {
      super(...options);
      this.socket.resume();
    }

    arrived(count) {
      if (this.hasRead || count <= 1000) super.arrived(count);
      else setImmediate(() => this.socket.resume());
    }

    read(into, wait) {
      this.hasRead = true;
      return super.read(into, wait);
    }
  };
};
