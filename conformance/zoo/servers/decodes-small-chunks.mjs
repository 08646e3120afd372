// It decodes chunks of less than four bytes as UTF-8, and encodes them again.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      this.send(chunk.length < 4 ? chunk.toString() : chunk);
    }
  },
);
