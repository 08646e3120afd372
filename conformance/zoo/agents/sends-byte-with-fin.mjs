// It sends a byte of its own with its FIN.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    closeWrite() {
      if (!this.finSent) this.socket.write("\n");
      return super.closeWrite();
    }
  };
};
