// It says nothing of a datagram that it cannot send any more.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    async send(...args) {
      if (!this.isClosed) await super.send(...args);
    }
  };
};
