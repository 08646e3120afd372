// It decodes every chunk by itself as UTF-8, and encodes it again.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      this.send(chunk.toString());
    }
  },
);
