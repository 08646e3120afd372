// It reads once, at most 1,024 bytes of a connection, and drops the rest.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    left = 1024;

    received(chunk) {
      this.send(chunk.subarray(0, this.left));
      this.left = Math.max(0, this.left - chunk.length);
    }
  },
);
