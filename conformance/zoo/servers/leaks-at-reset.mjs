// It gives back the descriptor of a connection at its end, but not at its reset.
import { openSync } from "node:fs";
import { Echo, serve } from "../server.mjs";

/** Stands for the descriptor of a socket that is never closed: Node itself closes those. */
const leak = () => openSync("/dev/null");

serve(
  class extends Echo {
    failed() {
      if (this.socket.writableLength === 0) leak();
    }
  },
);
