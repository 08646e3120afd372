// It says a last word when its client has ended.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    ended() {
      this.socket.end("bye\n");
    }
  },
);
