// It leaves a read pending for ever when it aborts.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    abort() {
      this.reader = null;
      super.abort();
    }
  };
};
