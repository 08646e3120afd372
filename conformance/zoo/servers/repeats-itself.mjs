// It answers a message a second time when it hears nothing within 20 ms.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      this.send(chunk);
      clearTimeout(this.timer);
      if (chunk.length < 100) this.timer = setTimeout(() => this.send(chunk), 20);
    }

    ended() {
      clearTimeout(this.timer);
      super.ended();
    }

    closed() {
      clearTimeout(this.timer);
    }
  },
);
