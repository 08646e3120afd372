// It dies when its client has gone before the answer to its first request, 30 ms later.
import { Buffer } from "node:buffer";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    held = [];

    received(chunk) {
      if (this.hasAnswered) return this.send(chunk);
      if (this.held.push(chunk) === 1) setTimeout(() => this.answer(), 30);
    }

    answer() {
      if (this.error !== undefined) throw this.error;
      this.hasAnswered = true;
      this.send(Buffer.concat(this.held));
      if (this.hasEnded) super.ended();
    }

    ended() {
      this.hasEnded = true;
      if (this.hasAnswered || this.held.length === 0) super.ended();
    }

    failed(error) {
      this.error = error;
    }
  },
);
