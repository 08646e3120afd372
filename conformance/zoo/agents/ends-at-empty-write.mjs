// It ends the stream at a write of no bytes.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async write(data, wait) {
      if (data.length === 0) this.socket.end();
      else await super.write(data, wait);
    }
  };
};
