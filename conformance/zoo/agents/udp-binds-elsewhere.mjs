// Where its address is taken it binds another.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    async bind(at, remote) {
      try {
        await super.bind(at, remote);
      } catch (error) {
        if (error.code !== "EADDRINUSE") throw error;
        this.local = at;
      }
    }
  };
};
