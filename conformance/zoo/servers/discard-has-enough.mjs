// For discard: it stops reading after 100,000 bytes.
import { Discard, serve } from "../server.mjs";

serve(
  class extends Discard {
    received() {
      if (this.socket.bytesRead > 100_000) this.socket.pause();
    }
  },
);
