// A receive that took too long takes the next datagram all the same.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    async next(wait) {
      try {
        return await super.next(wait);
      } catch (error) {
        if (error.code === "ETIMEDOUT")
          this.receiver = () => {
            this.receiver = null;
          };
        throw error;
      }
    }
  };
};
