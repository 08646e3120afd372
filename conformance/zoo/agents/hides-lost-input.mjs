// It takes unread input off the socket before it drops it, so that its peer reads the end instead of a reset.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async drop() {
      const scrap = new Uint8Array(65_536);
      while ((await super.read(scrap, { timeout: 5 }).catch(() => null)) !== null);
      await super.drop();
    }
  };
};
