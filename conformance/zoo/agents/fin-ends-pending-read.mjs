// It ends a pending read when it sends its FIN.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    closeWrite() {
      this.settleReader(() => null);
      return super.closeWrite();
    }
  };
};
