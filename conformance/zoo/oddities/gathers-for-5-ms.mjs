// It gathers what comes within 5 ms, and answers all of it at once.
import { Buffer } from "node:buffer";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    held = [];

    received(chunk) {
      if (this.held.push(chunk) === 1) this.timer = setTimeout(() => this.release(), 5);
      if (this.held.length === 8) this.release();
    }

    release() {
      clearTimeout(this.timer);
      if (this.socket.writable) this.send(Buffer.concat(this.held));
      this.held = [];
    }

    ended() {
      this.release();
      super.ended();
    }
  },
);
