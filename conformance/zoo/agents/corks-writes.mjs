// It holds a write of more than 64 KiB back for 5 ms, for others to join it, and forgets it when it is dropped.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async write(data, wait) {
      if (data.length <= 32_768) return await super.write(data, wait);
      const held = Uint8Array.from(data);
      this.corked = (this.corked ?? Promise.resolve())
        .then(() => new Promise((resolve) => setTimeout(resolve, 5)))
        .then(() => super.write(held, wait))
        .catch(() => {});
    }

    async closeWrite() {
      await this.corked;
      await super.closeWrite();
    }
  };
};
