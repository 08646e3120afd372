// It strips the newlines of its messages.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      this.send(chunk.filter((byte) => byte !== 0x0a));
    }
  },
);
