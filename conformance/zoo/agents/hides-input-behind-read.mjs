// Once it has been read from, it drops what has come since as if that had been read.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    wasRead = false;

    async read(into, wait) {
      const count = await super.read(into, wait);
      this.wasRead = true;
      return count;
    }

    async drop() {
      const scrap = new Uint8Array(65_536);
      while (this.wasRead && (await super.read(scrap, { timeout: 5 }).catch(() => null)) !== null);
      await super.drop();
    }
  };
};
