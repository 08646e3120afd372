// It dies when a reset comes after the FIN, while it still has an echo to send.
import { Echo, serve } from "../server.mjs";

/** It reads so much ahead of what it can send, in bytes, so that it meets the FIN with an echo queued. */
const AHEAD = 3 * 1024 * 1024;

serve(
  class extends Echo {
    send(bytes) {
      this.socket.write(bytes);
      if (this.socket.writableLength < AHEAD) return;
      this.socket.pause();
      this.socket.once("drain", () => this.socket.resume());
    }

    ended() {
      this.hasEnded = true;
      super.ended();
    }

    failed(error) {
      if (this.hasEnded) throw error;
    }
  },
);
