// It puts an error in the place of the peer's FIN when that arrives a moment after the last read, while nobody reads.
import { readsAhead } from "../reads-ahead.mjs";

export default (sockets) => {
  sockets.Connection = class extends readsAhead(sockets.Connection, 65_536) {
    readAt = Number.POSITIVE_INFINITY;

    constructor(...options) {
      super(...options);
      this.socket.once("end", () => {
        const isLate = this.reader === null && performance.now() - this.readAt > 5;
        if (isLate && this.chunks.length === 0)
          this.failed(Object.assign(new Error("nobody is there"), { code: "EPIPE" }));
      });
    }

    async read(into, wait) {
      const count = await super.read(into, wait);
      this.readAt = performance.now();
      return count;
    }

    ending() {
      if (this.failure === "EPIPE") throw this.over();
      return super.ending();
    }
  };
};
