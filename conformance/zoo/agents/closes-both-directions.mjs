// It closes both directions when it should send only its FIN.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async closeWrite() {
      await super.closeWrite();
      if (!this.isClosing) this.socket.destroy();
    }

    close() {
      this.isClosing = true;
      return super.close();
    }
  };
};
