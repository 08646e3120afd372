// It passes a write to the system in pieces of 10,000 bytes, one write after another.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    turn = Promise.resolve();

    write(data, wait) {
      const writing = this.turn.then(async () => {
        for (let from = 0; from === 0 || from < data.length; from += 10_000) {
          await super.write(data.subarray(from, from + 10_000), wait);
        }
      });
      this.turn = writing.catch(() => {});
      return writing;
    }

    async closeWrite() {
      await this.turn;
      await super.closeWrite();
    }
  };
};
