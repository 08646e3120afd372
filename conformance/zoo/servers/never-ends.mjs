// It never sends its FIN.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    ended() {}
  },
);
