// It ends connections that come faster than 56 within 20 ms.
import { Echo, serve } from "../server.mjs";

let recent = [];

serve(
  class extends Echo {
    opened() {
      const now = performance.now();
      recent = [...recent.filter((at) => now - at < 20), now];
      if (recent.length > 56) this.socket.end();
    }

    send(bytes) {
      if (this.socket.writable) super.send(bytes);
    }
  },
);
