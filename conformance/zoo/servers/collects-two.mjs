// It answers when it has at least two bytes, or the end.
import { Buffer } from "node:buffer";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    held = Buffer.alloc(0);

    received(chunk) {
      this.held = Buffer.concat([this.held, chunk]);
      if (this.held.length < 2) return;
      this.send(this.held);
      this.held = Buffer.alloc(0);
    }

    ended() {
      this.socket.end(this.held);
    }
  },
);
