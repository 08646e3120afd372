// It strips the newline at the end of a message.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      this.send(chunk.length > 1 && chunk.at(-1) === 0x0a ? chunk.subarray(0, -1) : chunk);
    }
  },
);
