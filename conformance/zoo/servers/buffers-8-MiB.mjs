// It holds up to 8 MiB in memory for each connection that does not read.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    ahead = 8 * 1024 * 1024;
  },
);
