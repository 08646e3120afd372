// For chargen: it never reads what its client sends.
import { Chargen, serve } from "../server.mjs";

serve(
  class extends Chargen {
    opened() {
      this.socket.pause();
      super.opened();
    }
  },
);
