// It serves at most 32 connections at once, and ends the others.
import { Echo, serve } from "../server.mjs";

let open = 0;

serve(
  class extends Echo {
    opened() {
      if (++open > 32) this.socket.end();
    }

    send(bytes) {
      if (this.socket.writable) super.send(bytes);
    }

    closed() {
      open--;
    }
  },
);
