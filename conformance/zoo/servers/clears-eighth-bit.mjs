// It clears the eighth bit of every byte.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      this.send(chunk.map((byte) => byte & 0x7f));
    }
  },
);
