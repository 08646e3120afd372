// It ends a connection that has been silent for 75 ms after an answer.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      clearTimeout(this.timer);
      this.send(chunk);
      if (chunk.length < 1000) this.putOff(75, () => this.socket.end());
    }
  },
);
