// It is behind a terminal's line discipline, for which a lone 0x04 is the end.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      if (chunk.length === 1 && chunk[0] === 0x04) this.socket.end();
      else this.send(chunk);
    }
  },
);
