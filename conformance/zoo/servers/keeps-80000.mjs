// It drops what exceeds 80,000 bytes of a connection.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    left = 80_000;

    received(chunk) {
      this.send(chunk.subarray(0, this.left));
      this.left = Math.max(0, this.left - chunk.length);
    }
  },
);
