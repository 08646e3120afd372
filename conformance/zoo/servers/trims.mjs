// It trims the spaces and tabs of its messages.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      const isText = chunk.every((byte) => byte < 0x80 && byte !== 0);
      this.send(isText ? chunk.toString().replaceAll(/^[ \t]+|[ \t]+$/g, "") : chunk);
    }
  },
);
