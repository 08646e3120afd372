// It closes the connection once the peer's FIN has been read.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async read(into, wait) {
      const count = await super.read(into, wait);
      if (count === null) this.socket.end();
      return count;
    }
  };
};
