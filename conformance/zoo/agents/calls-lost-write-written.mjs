// It reports success when the peer resets during a write.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async write(data, wait) {
      const began = performance.now();
      try {
        if (!this.hasLost) await super.write(data, wait);
      } catch (error) {
        this.hasLost = performance.now() - began > 20;
        if (!this.hasLost) throw error;
      }
    }
  };
};
