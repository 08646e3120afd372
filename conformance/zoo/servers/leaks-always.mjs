// It never gives back the descriptor of a connection.
import { leak } from "../leak.mjs";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    closed() {
      leak();
    }
  },
);
