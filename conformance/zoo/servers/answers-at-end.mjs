// It answers nothing before its client's FIN.
import { Buffer } from "node:buffer";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    held = [];

    received(chunk) {
      this.held.push(chunk);
    }

    ended() {
      this.socket.end(Buffer.concat(this.held));
    }
  },
);
