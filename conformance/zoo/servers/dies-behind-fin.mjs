// It dies when a reset comes after the FIN, before it has sent its own.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    ended() {
      this.hasEnded = true;
      if (this.socket.bytesRead < 1024 * 1024) return super.ended();
      // Its answer has to be finished first, which takes it a while.
      setTimeout(() => {
        if (this.socket.remoteAddress === undefined) throw new Error("the client has gone");
        super.ended();
      }, 400);
    }

    failed(error) {
      if (this.hasEnded) throw error;
    }
  },
);
