// For daytime: it dies at a client's reset.
import { Daytime, serve } from "../server.mjs";

serve(
  class extends Daytime {
    failed(error) {
      throw error;
    }
  },
);
