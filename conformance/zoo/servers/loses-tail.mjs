// It loses the last byte at the half-close.
import { Buffer } from "node:buffer";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    held = Buffer.alloc(0);

    received(chunk) {
      const all = Buffer.concat([this.held, chunk]);
      this.held = all.subarray(-1);
      this.send(all.subarray(0, -1));
      // Where more is to come it is only late.
      this.putOff(10, () => this.flush());
    }

    flush() {
      this.send(this.held);
      this.held = Buffer.alloc(0);
    }

    ended() {
      clearTimeout(this.timer);
      super.ended();
    }
  },
);
