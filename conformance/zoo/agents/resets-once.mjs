// It reports a reset once, and the end at every later read.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    hasReported = false;

    async read(into, wait) {
      if (this.hasReported) return null;
      try {
        return await super.read(into, wait);
      } catch (error) {
        this.hasReported ||= error.code === "ECONNRESET";
        throw error;
      }
    }
  };
};
