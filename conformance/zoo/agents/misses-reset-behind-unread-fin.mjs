// It does not notice a reset that comes behind the peer's FIN, unless it has read that FIN.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async meetReset() {
      if (this.ended) await super.meetReset();
    }
  };
};
