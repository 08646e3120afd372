// It holds a write of more than 32 KiB back for 200 ms, for another to join it, and forgets it when it is dropped.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    corked = Promise.resolve();

    async write(data, wait) {
      if (data.length <= 32_768) return await super.write(data, wait);
      const held = Uint8Array.from(data);
      this.uncork?.();
      const uncorked = new Promise((resolve) => {
        this.uncork = resolve;
        setTimeout(resolve, 200);
      });
      this.corked = Promise.all([this.corked, uncorked])
        .then(() => super.write(held, wait))
        .catch(() => {});
    }

    async closeWrite() {
      this.uncork?.();
      await this.corked;
      await super.closeWrite();
    }
  };
};
