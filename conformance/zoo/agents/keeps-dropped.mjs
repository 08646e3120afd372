// It keeps the descriptor of a connection that it dropped open.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async drop() {
      this.released = true;
    }
  };
};
