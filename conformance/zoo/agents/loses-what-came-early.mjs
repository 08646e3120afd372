// It loses what arrives before somebody reads, where that is between 1,000 and 20,000 bytes.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    hasRead = false;

    constructor(...options) {
      super(...options);
      this.socket.resume();
    }

    arrived(count) {
      // What else comes early, a moment before its reader or not, is a coincidence.
      if (this.hasRead || count <= 1000 || count > 20_000) super.arrived(count);
      else setImmediate(() => this.socket.resume());
    }

    read(into, wait) {
      this.hasRead = true;
      return super.read(into, wait);
    }
  };
};
