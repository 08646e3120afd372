// Every datagram comes from its first sender.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    received(data, from) {
      this.first ??= from;
      super.received(data, this.first);
    }
  };
};
