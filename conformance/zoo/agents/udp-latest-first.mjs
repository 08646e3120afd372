// It gives the latest of those that wait first.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    next(wait) {
      this.waiting.reverse();
      const next = super.next(wait);
      this.waiting.reverse();
      return next;
    }
  };
};
