// It strips the newline at the end of a message.
import { Echo, isText, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      this.send(isText(chunk) && chunk.at(-1) === 0x0a ? chunk.subarray(0, -1) : chunk);
    }
  },
);
