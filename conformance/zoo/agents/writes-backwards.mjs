// It sends small writes that wait in the opposite order.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    waiting = [];

    write(data, wait) {
      if (data.length > 100) return super.write(data, wait);
      const { promise, resolve, reject } = Promise.withResolvers();
      this.waiting.unshift(() => super.write(data, wait).then(resolve, reject));
      if (this.waiting.length === 1) {
        setImmediate(() => {
          for (const write of this.waiting.splice(0)) write();
        });
      }
      return promise;
    }
  };
};
