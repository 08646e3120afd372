// It calls writes done of which it still holds up to 4 MiB.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async write(data, wait) {
      const isOpen = this.failure === null && !this.finSent && !this.released;
      const mayWait = wait.timeout === undefined && this.socket.writableLength <= 4 * 1024 * 1024;
      const writing = super.write(isOpen && mayWait ? Uint8Array.from(data) : data, wait);
      if (!isOpen || !mayWait) return await writing;
      writing.catch(() => {});
    }
  };
};
