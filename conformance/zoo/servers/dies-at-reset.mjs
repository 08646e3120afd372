// It dies when a read meets a reset, because nobody handles the error.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    failed(error) {
      if (!this.isStalled) throw error;
    }
  },
);
