// It ends a connection that has been silent for 75 ms after an answer.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      clearTimeout(this.timer);
      if (!this.socket.writable) return;
      this.send(chunk);
      if (chunk.length < 1000) this.timer = setTimeout(() => this.socket.end(), 75);
    }

    closed() {
      clearTimeout(this.timer);
    }
  },
);
