// A read that was given up swallows the next bytes.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    isHaunted = false;

    async read(into, wait) {
      try {
        return await super.read(into, wait);
      } catch (error) {
        this.isHaunted ||= error.code === "ETIMEDOUT";
        throw error;
      }
    }

    arrived(count) {
      if (!this.isHaunted) return super.arrived(count);
      this.isHaunted = false;
      setImmediate(() => this.socket.resume());
    }
  };
};
