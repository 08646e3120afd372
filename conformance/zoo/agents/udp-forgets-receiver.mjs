// A receive that waits hears nothing of close().
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    close() {
      this.receiver = null;
      return super.close();
    }
  };
};
