// For upper: it answers what it was sent, not in upper case.
import { serve, Upper } from "../server.mjs";

serve(
  class extends Upper {
    received(chunk) {
      this.socket.end(chunk.subarray(0, 1024));
    }
  },
);
