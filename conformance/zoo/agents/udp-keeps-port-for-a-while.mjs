// It says that it is closed a while before it is.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    close() {
      setTimeout(() => super.close(), 200);
      return Promise.resolve();
    }
  };
};
