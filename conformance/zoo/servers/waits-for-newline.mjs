// It reads by lines: what follows the last newline waits for the next, or for the end.
import { Buffer } from "node:buffer";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    held = [];

    received(chunk) {
      const end = chunk.lastIndexOf("\n") + 1;
      if (end > 0) {
        this.send(Buffer.concat([...this.held, chunk.subarray(0, end)]));
        this.held = [];
      }
      this.held.push(chunk.subarray(end));
    }

    ended() {
      this.socket.end(Buffer.concat(this.held));
    }
  },
);
