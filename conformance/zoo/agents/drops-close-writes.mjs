// It drops a small write that follows another within a millisecond.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    last = 0;

    async write(data, wait) {
      const isClose = data.length < 16 && !this.finSent && performance.now() - this.last < 1;
      this.last = performance.now();
      if (!isClose) await super.write(data, wait);
    }
  };
};
