// It ends in good order where it should reset.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    abort() {
      this.released = true;
      this.socket.destroy();
    }
  };
};
