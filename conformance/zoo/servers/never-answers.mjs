// It takes connections and data, and never answers.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received() {}
  },
);
