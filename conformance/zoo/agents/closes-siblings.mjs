// It closes its other connections along with one.
export default (sockets) => {
  const everybody = new Set();
  sockets.Connection = class extends sockets.Connection {
    constructor(...options) {
      super(...options);
      everybody.add(this);
    }

    close() {
      for (const { socket } of everybody) if (socket !== this.socket) socket.end();
      everybody.clear();
      return super.close();
    }
  };
};
