// An accept that was given up swallows the next connection.
export default (sockets) => {
  sockets.Listener = class extends sockets.Listener {
    ghosts = 0;

    async accept(wait) {
      try {
        return await super.accept(wait);
      } catch (error) {
        if (error.code === "ETIMEDOUT") this.ghosts++;
        throw error;
      }
    }

    hand(connection) {
      if (this.ghosts > 0) this.ghosts--;
      else super.hand(connection);
    }
  };
};
