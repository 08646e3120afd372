// It calls it broken when it closes after the peer has.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async close(timeout) {
      if (this.ended) this.failure ??= "EPIPE";
      return super.close(timeout);
    }
  };
};
