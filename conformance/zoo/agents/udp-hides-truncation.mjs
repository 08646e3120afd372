// It does not tell that it cut a datagram.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    async receive(...args) {
      return { ...(await super.receive(...args)), truncated: false };
    }
  };
};
