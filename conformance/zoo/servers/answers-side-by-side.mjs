// It handles small reads side by side, so that a later one can overtake an earlier one.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    reads = 0;

    received(chunk) {
      if (chunk.length > 8) return this.send(chunk);
      const pause = this.reads++ % 2 === 0 ? 3 : 1;
      this.pending = setTimeout(() => this.socket.writable && this.send(chunk), pause);
    }

    ended() {
      setTimeout(() => super.ended(), 5);
    }
  },
);
