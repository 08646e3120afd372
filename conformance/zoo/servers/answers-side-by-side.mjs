// It handles small reads side by side, so that a later one can overtake the first.
import { setTimeout } from "node:timers/promises";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    pending = Promise.resolve();

    received(chunk) {
      if (this.socket.bytesRead > chunk.length || chunk.length > 500) return this.send(chunk);
      this.pending = setTimeout(10).then(() => this.socket.writable && this.send(chunk));
    }

    ended() {
      this.pending.then(() => super.ended());
    }
  },
);
