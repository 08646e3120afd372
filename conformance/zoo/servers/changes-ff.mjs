// It sends 0xFE for 0xFF.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      this.send(chunk.map((byte) => (byte === 0xff ? 0xfe : byte)));
    }
  },
);
