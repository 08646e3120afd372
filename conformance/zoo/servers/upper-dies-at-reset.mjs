// For upper: it dies at a client's reset.
import { serve, Upper } from "../server.mjs";

serve(
  class extends Upper {
    failed(error) {
      if (!this.answered) throw error;
    }
  },
);
