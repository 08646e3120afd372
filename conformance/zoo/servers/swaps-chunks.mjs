// It swaps a large chunk with the one that follows it within 20 ms.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    held = null;

    received(chunk) {
      if (this.held === null && chunk.length >= 16384) {
        this.held = chunk;
        setTimeout(() => this.release(), 20);
      } else {
        this.send(chunk);
        this.release();
      }
    }

    release() {
      if (this.held !== null && this.socket.writable) this.send(this.held);
      this.held = null;
    }

    ended() {
      this.release();
      super.ended();
    }
  },
);
