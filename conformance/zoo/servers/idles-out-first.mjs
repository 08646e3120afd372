// It ends a connection whose first byte does not come within 90 ms.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    opened() {
      this.timer = setTimeout(() => this.socket.end(), 90);
    }

    received(chunk) {
      clearTimeout(this.timer);
      if (this.socket.writable) this.send(chunk);
    }

    closed() {
      clearTimeout(this.timer);
    }
  },
);
