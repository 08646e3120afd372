// It ends the only connection when it has been silent for 90 ms after the answer to a few bytes.
import { clients, Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      clearTimeout(this.timer);
      this.send(chunk);
      if (clients.size === 1 && chunk.length > 4 && chunk.length < 10) this.putOff(90, () => this.socket.end());
    }
  },
);
