// It answers a short first message a second time when it hears nothing within 20 ms.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      clearTimeout(this.timer);
      this.send(chunk);
      const isFirst = this.socket.bytesRead === chunk.length;
      if (isFirst && chunk.length > 1 && chunk.length < 10) this.putOff(20, () => this.send(chunk));
    }

    ended() {
      clearTimeout(this.timer);
      super.ended();
    }
  },
);
