// It forgets to give back the descriptor of one in a hundred connections.
import { openSync } from "node:fs";
import { Echo, serve } from "../server.mjs";

/** Stands for the descriptor of a socket that is never closed: Node itself closes those. */
const leak = () => openSync("/dev/null");

let connections = 0;

serve(
  class extends Echo {
    closed() {
      if (++connections % 100 === 0) leak();
    }
  },
);
