// Its connections share one buffer for what they have read.
const shared = new Uint8Array(65_536);

export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    arrived(count) {
      this.socket.pause();
      shared.set(this.memory.subarray(0, count));
      setImmediate(() => {
        this.unread = shared.slice(0, count);
        this.settleReader((into) => this.takeUnread(into));
      });
    }
  };
};
