// It takes a write although it has read a reset.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    isTold = false;

    async read(into, wait) {
      try {
        return await super.read(into, wait);
      } catch (error) {
        this.isTold ||= error.code === "ECONNRESET";
        throw error;
      }
    }

    async write(data, wait) {
      if (!this.isTold) await super.write(data, wait);
    }
  };
};
