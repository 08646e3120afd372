// It dies at the reset of a connection that was quiet for 30 ms after its answer.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      this.at = performance.now();
      this.send(chunk);
    }

    failed(error) {
      if (!this.isStalled && performance.now() - this.at > 30) throw error;
    }
  },
);
