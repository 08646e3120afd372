// At the FIN it closes the connection at once, whatever is still queued.
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
      this.socket.destroy();
    }
  },
);
