// It hands out the latest connection first.
export default (sockets) => {
  sockets.Listener = class extends sockets.Listener {
    async accept(wait) {
      return this.unclaimed.pop() ?? (await super.accept(wait));
    }
  };
};
