// At the FIN it closes the connection at once, whatever is still queued.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    ended() {
      this.socket.destroy();
    }
  },
);
