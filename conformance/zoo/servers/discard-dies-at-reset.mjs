// For discard: it dies at a client's reset.
import { Discard, serve } from "../server.mjs";

serve(
  class extends Discard {
    failed(error) {
      throw error;
    }
  },
);
