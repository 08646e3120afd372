// It leaves a read pending for ever when it closes.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    close() {
      this.reader = null;
      return super.close();
    }
  };
};
