// It drops what arrives within the 5 ms that it takes for the answer to a small request.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    busy = false;

    received(chunk) {
      if (this.busy) return;
      // The small rest of a bulk is no request.
      if (chunk.length > 512 || this.socket.bytesRead > 10_000) return this.send(chunk);
      this.busy = true;
      setTimeout(() => {
        this.busy = false;
        this.send(chunk);
        if (this.hasEnded) super.ended();
      }, 5);
    }

    ended() {
      this.hasEnded = true;
      if (!this.busy) super.ended();
    }
  },
);
