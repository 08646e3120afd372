// What is sent behind a datagram of the greatest length is said to be sent, and is not.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    isSpent = false;

    async send(data, ...others) {
      if (this.isSpent) return;
      this.isSpent = data.length > 65_000;
      await super.send(data, ...others);
    }
  };
};
