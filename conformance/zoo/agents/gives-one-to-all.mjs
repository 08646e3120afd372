// It gives one connection to every accept that waits.
export default (sockets) => {
  sockets.Listener = class extends sockets.Listener {
    hand(connection) {
      const [first, ...others] = this.waiting;
      super.hand(connection);
      if (first === undefined) return;
      for (const { resolve } of others) resolve(connection);
      this.waiting = [];
    }
  };
};
