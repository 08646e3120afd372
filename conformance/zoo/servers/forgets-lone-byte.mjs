// It holds a first byte that comes alone back for 20 ms, for company, and forgets it at the FIN.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      if (this.hasBegun || chunk.length > 1) {
        this.hasBegun = true;
        return this.send(chunk);
      }
      this.hasBegun = true;
      this.timer = setTimeout(() => this.send(chunk), 20);
    }

    ended() {
      clearTimeout(this.timer);
      super.ended();
    }
  },
);
