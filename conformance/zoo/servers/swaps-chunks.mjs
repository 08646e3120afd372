// It swaps two chunks that follow one another at once.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    held = null;

    received(chunk) {
      if (this.held === null) {
        this.held = chunk;
        setImmediate(() => this.release());
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
