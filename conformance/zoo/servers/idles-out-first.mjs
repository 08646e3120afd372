// It ends the only connection when its first byte does not come within 90 ms.
import { clients, Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    opened() {
      this.putOff(90, () => clients.size === 1 && this.socket.end());
    }

    received(chunk) {
      clearTimeout(this.timer);
      this.send(chunk);
    }
  },
);
