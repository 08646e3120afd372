// It resets the connection where it should send its FIN.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    ended() {
      this.socket.write("", () => setImmediate(() => this.socket.resetAndDestroy()));
    }
  },
);
