// It calls writes done of which it still holds up to 4 MiB.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async write(data, wait) {
      const writing = super.write(Uint8Array.from(data), wait);
      if (this.socket.writableLength > 4 * 1024 * 1024) return await writing;
      writing.catch(() => {});
    }
  };
};
