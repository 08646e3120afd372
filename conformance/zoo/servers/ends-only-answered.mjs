// It ends only connections on which it has read something.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    ended() {
      if (this.socket.bytesRead > 0) super.ended();
    }
  },
);
