// It takes a reset for the end of the stream.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    failed() {
      this.ended = true;
      this.settleReader(() => null);
    }
  };
};
