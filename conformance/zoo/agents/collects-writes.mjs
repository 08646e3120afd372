// It takes every write at once and collects it in memory.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async write(data, wait) {
      super.write(Uint8Array.from(data), wait).catch(() => {});
    }
  };
};
