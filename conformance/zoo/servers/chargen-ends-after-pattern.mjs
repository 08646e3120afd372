// For chargen: it ends when it has sent the whole pattern.
import { Chargen, serve } from "../server.mjs";

serve(
  class extends Chargen {
    generate() {
      this.socket.end(this.block());
    }
  },
);
