// It gives back the descriptor of a connection at its end, but not at its reset.
import { leak } from "../leak.mjs";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    failed() {
      if (!this.isStalled) leak();
    }
  },
);
