// It sends a chunk that filled its buffer twice.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      this.send(chunk);
      if (chunk.length === 65_536) this.send(chunk);
    }
  },
);
