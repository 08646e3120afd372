// For upper: it answers a client that has sent nothing.
import { serve, Upper } from "../server.mjs";

serve(
  class extends Upper {
    ended() {
      this.socket.end(this.answered ? "" : "NOTHING\n");
    }
  },
);
