// Every third datagram is sent twice.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    count = 0;

    async send(...args) {
      if (++this.count % 3 === 0) await super.send(...args);
      await super.send(...args);
    }
  };
};
