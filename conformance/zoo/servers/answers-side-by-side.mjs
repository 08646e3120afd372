// It handles small reads side by side, so that a later one can overtake the first.
import { setTimeout } from "node:timers/promises";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    pending = Promise.resolve();

    received(chunk) {
      // Messages of 100 bytes come in any number at once: they are left alone, so that nothing depends on it.
      const isSmall = chunk.length < 512 && chunk.length % 100 > 0;
      if (this.socket.bytesRead > chunk.length || !isSmall) return this.send(chunk);
      this.pending = setTimeout(10).then(() => this.send(chunk));
    }

    ended() {
      this.pending.then(() => super.ended());
    }
  },
);
