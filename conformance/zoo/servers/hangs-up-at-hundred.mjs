// It ends a connection after its hundredth small message.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    messages = 0;

    received(chunk) {
      if (chunk.length < 100) this.messages++;
      this.send(chunk);
      if (this.messages === 100) this.socket.end();
    }

    send(bytes) {
      if (!this.socket.writableEnded) super.send(bytes);
    }
  },
);
