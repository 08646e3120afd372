// It accepts no more once a connection that waited was reset.
export default (sockets) => {
  sockets.Listener = class extends sockets.Listener {
    hand(connection) {
      connection.socket.once("error", () => {
        this.isBroken ||= this.unclaimed.includes(connection);
      });
      super.hand(connection);
      connection.socket.resume();
    }

    accept(wait) {
      if (this.isBroken) return Promise.reject(Object.assign(new Error("accept failed"), { code: "ENOTCONN" }));
      return super.accept(wait);
    }
  };
};
