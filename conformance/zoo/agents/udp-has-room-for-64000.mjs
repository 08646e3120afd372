// Its memory for a datagram has 64,000 bytes.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    received(data, from) {
      super.received(data.subarray(0, 64_000), from);
    }
  };
};
