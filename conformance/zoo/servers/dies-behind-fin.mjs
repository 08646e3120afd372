// It dies when a reset comes after the FIN, while it still has an echo to send.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    ended() {
      this.hasEnded = true;
      super.ended();
    }

    failed(error) {
      if (this.hasEnded) throw error;
    }
  },
);
