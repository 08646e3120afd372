// Once it was refused it always is.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    reported(failure) {
      super.reported(failure);
      this.throwFailure = () => {
        throw failure;
      };
    }
  };
};
