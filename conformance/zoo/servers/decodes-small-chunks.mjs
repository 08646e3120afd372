// In text that begins with a letter beyond ASCII it decodes chunks of less than four bytes as UTF-8, and encodes them again.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      this.first ??= chunk[0];
      const isText = this.first >= 0xc2 && this.first <= 0xdf;
      this.send(isText && chunk.length < 4 ? chunk.toString() : chunk);
    }
  },
);
