// It throws at a second close.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async close() {
      if (this.isClosing) throw Object.assign(new Error("close: bad descriptor"), { code: "EBADF" });
      this.isClosing = true;
      return await super.close();
    }
  };
};
