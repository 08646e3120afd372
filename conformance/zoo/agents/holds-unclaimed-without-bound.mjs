// It holds every connection that nobody claims, without bound.
export default (sockets) => {
  sockets.Listener = class extends sockets.Listener {
    hand(connection) {
      if (this.waiting.length > 0) super.hand(connection);
      else this.unclaimed.push(connection);
    }
  };
};
