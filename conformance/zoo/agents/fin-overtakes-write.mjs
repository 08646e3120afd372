// Its FIN overtakes a write that is still pending.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async write(data, wait) {
      for (let from = 0; from < data.length && !this.finSent; from += 65_536) {
        await super.write(data.subarray(from, from + 65_536), wait);
      }
    }
  };
};
