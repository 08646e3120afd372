// It trims the spaces and tabs of its messages.
import { Echo, isText, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      this.send(isText(chunk) ? chunk.toString().replaceAll(/^[ \t]+|[ \t]+$/g, "") : chunk);
    }
  },
);
