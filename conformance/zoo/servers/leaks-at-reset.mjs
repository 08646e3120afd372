// It gives back the descriptor of a connection at its end, but not at its reset.
import { openSync } from "node:fs";
import { Echo, serve } from "../server.mjs";

/** Stands for the descriptor of a socket that is never closed: Node itself closes those. */
const leak = () => openSync("/dev/null");

serve(
  class extends Echo {
    isStalled = false;

    send(bytes) {
      this.isStalled = !this.socket.write(bytes);
      if (!this.isStalled) return;
      this.socket.pause();
      this.socket.once("drain", () => {
        this.isStalled = false;
        this.socket.resume();
      });
    }

    failed() {
      if (!this.isStalled) leak();
    }
  },
);
