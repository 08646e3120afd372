// Every fifth datagram that comes is lost.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    count = 0;

    received(data, from) {
      if (++this.count % 5 !== 0) super.received(data, from);
    }
  };
};
