// It ends the connection after its first answer.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      if (!this.socket.writableEnded) this.socket.end(chunk);
    }
  },
);
