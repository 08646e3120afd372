// It reads up to 256 KiB ahead of what it can send.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    ahead = 256 * 1024;
  },
);
