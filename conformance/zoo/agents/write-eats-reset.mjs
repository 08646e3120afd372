// It reads the end after a write of its own has met the reset first.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    hasMet = false;

    async write(data, wait) {
      try {
        await super.write(data, wait);
      } catch (error) {
        this.hasMet = true;
        throw error;
      }
    }

    async read(into, wait) {
      return this.hasMet ? null : await super.read(into, wait);
    }
  };
};
