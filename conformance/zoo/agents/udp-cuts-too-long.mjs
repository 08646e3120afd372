// It sends as much of a datagram as will pass.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    send(data, ...rest) {
      return super.send(data.subarray(0, 65_507), ...rest);
    }
  };
};
