// It forgets to give back the descriptor of one in a hundred connections.
import { leak } from "../leak.mjs";
import { Echo, serve } from "../server.mjs";

let connections = 0;

serve(
  class extends Echo {
    closed() {
      if (++connections % 100 === 0) leak();
    }
  },
);
