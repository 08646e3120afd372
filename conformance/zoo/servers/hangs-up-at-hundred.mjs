// It ends a connection after its hundredth message of 64 bytes.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    messages = 0;

    received(chunk) {
      this.send(chunk);
      if (chunk.length === 64 && ++this.messages === 100) this.socket.end();
    }
  },
);
