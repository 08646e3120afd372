// It takes a reset for the end once it has sent its own FIN.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    failed(error) {
      this.ended ||= this.finSent;
      if (this.finSent) this.settleReader(() => null);
      else super.failed(error);
    }
  };
};
