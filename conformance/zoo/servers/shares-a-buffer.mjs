// Its connections share one buffer, which is used again before it was sent.
import { Buffer } from "node:buffer";
import { Echo, serve } from "../server.mjs";

const shared = Buffer.alloc(65_536);

serve(
  class extends Echo {
    received(chunk) {
      // Whether small messages of several clients meet is a coincidence.
      if (chunk.length <= 1000) return this.send(chunk);
      chunk.copy(shared);
      this.socket.pause();
      setImmediate(() => {
        if (!this.socket.writable) return;
        this.socket.write(Buffer.from(shared.subarray(0, chunk.length)), () => this.socket.resume());
      });
    }

    ended() {
      setImmediate(() => super.ended());
    }
  },
);
