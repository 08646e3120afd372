// It leaves an accept pending for ever when it is closed.
export default (sockets) => {
  sockets.Listener = class extends sockets.Listener {
    close() {
      this.waiting = [];
      return super.close();
    }
  };
};
