// It drops what arrives within the 5 ms that it takes for an answer.
import { Buffer } from "node:buffer";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      if (this.held === undefined) {
        this.held = chunk;
        setTimeout(() => this.answer(), 5);
      } else if (chunk.length < 100 && this.socket.bytesRead > 10_000) {
        // On its way a large write is cut into segments: whether the rest of it comes by itself is a coincidence.
        this.held = Buffer.concat([this.held, chunk]);
      }
    }

    answer() {
      this.send(this.held);
      this.held = undefined;
      if (this.hasEnded) super.ended();
    }

    ended() {
      this.hasEnded = true;
      if (this.held === undefined) super.ended();
    }
  },
);
