// For time: it dies at a client's reset.
import { serve, Time } from "../server.mjs";

serve(
  class extends Time {
    failed(error) {
      throw error;
    }
  },
);
