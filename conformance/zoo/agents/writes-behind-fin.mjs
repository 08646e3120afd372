// It takes a write after its own FIN, and drops it without a word.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async write(data, wait) {
      if (!this.finSent) await super.write(data, wait);
    }
  };
};
