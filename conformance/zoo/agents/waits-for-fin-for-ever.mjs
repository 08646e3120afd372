// It waits for the peer's FIN for ever when it closes.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async close() {
      this.settleReader(() => {
        throw Object.assign(new Error("closed"), { code: "ECLOSED" });
      });
      await this.closeWrite().catch(() => {});
      const scrap = new Uint8Array(65_536);
      while ((await this.read(scrap, {}).catch(() => null)) !== null);
      return await super.close();
    }
  };
};
