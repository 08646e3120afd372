// It sends a small answer one byte at a time.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    opened() {
      this.socket.setNoDelay(true);
    }

    received(chunk) {
      if (chunk.length > 600) return this.send(chunk);
      for (let at = 0; at < chunk.length; at++) this.send(chunk.subarray(at, at + 1));
    }
  },
);
