// For discard: it says a last word at the client's FIN.
import { Discard, serve } from "../server.mjs";

serve(
  class extends Discard {
    ended() {
      this.socket.end("221 closing\n");
    }
  },
);
