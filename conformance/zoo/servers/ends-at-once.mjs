// It ends every connection as soon as it has accepted it.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    opened() {
      this.socket.end();
    }
    send() {}
  },
);
