// It ends a connection whose first byte does not come within 75 ms.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    opened() {
      this.timer = setTimeout(() => this.socket.end(), 75);
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
