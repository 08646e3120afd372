// It takes an empty datagram for none.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    received(data, from) {
      if (data.length > 0) super.received(data, from);
    }
  };
};
