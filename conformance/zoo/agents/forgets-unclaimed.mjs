// It forgets the connections that nobody has claimed when it is closed.
export default (sockets) => {
  sockets.Listener = class extends sockets.Listener {
    close() {
      this.unclaimed = [];
      return super.close();
    }
  };
};
