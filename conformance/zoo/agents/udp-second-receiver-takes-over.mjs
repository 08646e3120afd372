// A second receive takes the place of the first.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    next(wait) {
      this.receiver = null;
      return super.next(wait);
    }
  };
};
