// What waits has no bound.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    received(data, from) {
      if (this.receiver === null) this.keep({ data, from });
      else super.received(data, from);
    }
  };
};
