// It ends connections that come faster than 64 within 10 ms.
import { Echo, serve } from "../server.mjs";

let recent = [];

serve(
  class extends Echo {
    opened() {
      const now = performance.now();
      recent = [...recent.filter((at) => now - at < 10), now];
      if (recent.length > 64) this.socket.end();
    }

    send(bytes) {
      if (this.socket.writable) super.send(bytes);
    }
  },
);
