// It loses a chunk behind the first megabyte that it reads.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    hasLost = false;

    arrived(count) {
      if (this.hasLost || this.socket.bytesRead < 1024 * 1024) return super.arrived(count);
      this.hasLost = true;
      setImmediate(() => this.socket.resume());
    }
  };
};
