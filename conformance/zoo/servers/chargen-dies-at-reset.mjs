// For chargen: it dies at a client's reset.
import { Chargen, serve } from "../server.mjs";

serve(
  class extends Chargen {
    failed(error) {
      throw error;
    }
  },
);
