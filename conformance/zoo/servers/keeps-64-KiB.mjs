// It drops what exceeds 65,536 bytes of a connection.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    left = 65_536;

    received(chunk) {
      this.send(chunk.subarray(0, this.left));
      this.left = Math.max(0, this.left - chunk.length);
    }
  },
);
