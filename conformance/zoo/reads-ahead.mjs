/** Spoils a connection of the raw agent: it takes bytes from the kernel before anybody reads, up to `bound` bytes. */
export function readsAhead(Connection, bound) {
  return class extends Connection {
    chunks = [];
    held = 0;

    constructor(...options) {
      super(...options);
      this.socket.resume();
    }

    arrived(count) {
      this.chunks.push(Uint8Array.from(this.memory.subarray(0, count)));
      this.held += count;
      this.socket.pause();
      this.settleReader((into) => this.takeUnread(into));
      if (this.held < bound) setImmediate(() => this.socket.resume());
    }

    takeUnread(into) {
      const [first] = this.chunks;
      const count = Math.min(into.length, first.length);
      into.set(first.subarray(0, count));
      this.held -= count;
      if (count === first.length) this.chunks.shift();
      else this.chunks[0] = first.subarray(count);
      return count;
    }

    /** What was read ahead is lost all the same: so the peer is to learn of it. */
    async drop() {
      if (this.held > 0) this.abort();
      await super.drop();
    }

    forget() {
      this.chunks = [];
      this.held = 0;
    }

    async read(into, wait) {
      if (this.chunks.length === 0) return await super.read(into, wait);
      const count = this.takeUnread(into);
      this.socket.resume();
      return count;
    }
  };
}
