// With more than 48 connections it answers some of them on a neighbour's.
import { clients, Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      const open = [...clients];
      const at = open.indexOf(this);
      const isMixed = open.length > 48 && at % 48 === 47;
      (isMixed ? open[at - 1] : this).send(chunk);
    }
  },
);
