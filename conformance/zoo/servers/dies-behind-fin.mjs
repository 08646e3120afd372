// It dies when a reset comes after the FIN, before it has sent its own.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    /** So that it meets the FIN with an echo queued. */
    ahead = 3 * 1024 * 1024;

    ended() {
      this.hasEnded = true;
      if (this.socket.bytesRead < 1024 * 1024) super.ended();
      else this.finish(performance.now() + 400);
    }

    /** Its answer has to be finished first, which takes it a while. */
    finish(deadline) {
      // `remoteAddress` would be remembered: only the handle asks the system again.
      if (this.socket._handle?.getpeername({}) !== 0) throw new Error("the client has gone");
      if (performance.now() > deadline) super.ended();
      else setTimeout(() => this.finish(deadline), 1);
    }

    failed(error) {
      if (this.hasEnded) throw error;
    }
  },
);
