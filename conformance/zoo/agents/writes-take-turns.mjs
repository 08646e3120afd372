// Writes that are pending at the same time take turns, 64 KiB each.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async write(data, wait) {
      let from = 0;
      do {
        await super.write(data.subarray(from, from + 65_536), wait);
        from += 65_536;
      } while (from < data.length);
    }
  };
};
