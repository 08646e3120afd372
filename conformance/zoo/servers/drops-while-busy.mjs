// It drops what arrives within the 5 ms that it takes for an answer.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    busy = false;

    received(chunk) {
      if (this.busy) return;
      this.busy = true;
      setTimeout(() => {
        this.busy = false;
        if (!this.socket.destroyed) this.send(chunk);
        if (this.hasEnded) super.ended();
      }, 5);
    }

    ended() {
      this.hasEnded = true;
      if (!this.busy) super.ended();
    }
  },
);
