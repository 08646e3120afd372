// It collects in memory whatever it cannot send yet.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    ahead = Number.POSITIVE_INFINITY;
  },
);
