// It sends to its peer alone, and hears everybody.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    async connect(remote) {
      this.peer = remote;
    }

    send(data, to, wait) {
      return super.send(data, to ?? this.peer, wait);
    }
  };
};
