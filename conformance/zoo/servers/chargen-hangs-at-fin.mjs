// For chargen: it stops at the client's FIN, and leaves the connection open.
import { Chargen, serve } from "../server.mjs";

serve(
  class extends Chargen {
    hasStopped = false;

    ended() {
      this.hasStopped = true;
    }

    generate() {
      if (!this.hasStopped) super.generate();
    }
  },
);
