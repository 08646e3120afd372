// It waits for more after a total that is a multiple of 1,024 bytes, because every read was full.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    ended() {
      if (this.socket.bytesRead === 0 || this.socket.bytesRead % 1024 > 0) super.ended();
    }
  },
);
