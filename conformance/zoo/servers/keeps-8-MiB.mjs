// It drops what exceeds 8 MiB of a connection.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    left = 8 * 1024 * 1024;

    received(chunk) {
      this.send(chunk.subarray(0, this.left));
      this.left = Math.max(0, this.left - chunk.length);
    }
  },
);
