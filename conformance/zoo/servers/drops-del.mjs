// It drops every byte 0x7F.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      this.send(chunk.filter((byte) => byte !== 0x7f));
    }
  },
);
