// It does not tell what it dropped.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    received(data, from) {
      super.received(data, from);
      this.dropped = 0;
    }
  };
};
