// For discard: it ends the connection after the first data.
import { Discard, serve } from "../server.mjs";

serve(
  class extends Discard {
    received() {
      this.socket.end();
    }
  },
);
