// It never gives up a write that stalls, though its client has gone.
import { leak } from "../leak.mjs";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    failed() {
      if (this.isStalled) leak();
    }
  },
);
