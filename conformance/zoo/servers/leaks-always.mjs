// It never gives back the descriptor of a connection.
import { openSync } from "node:fs";
import { Echo, serve } from "../server.mjs";

/** Stands for the descriptor of a socket that is never closed: Node itself closes those. */
const leak = () => openSync("/dev/null");

serve(
  class extends Echo {
    closed() {
      leak();
    }
  },
);
