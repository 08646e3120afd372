// For discard: it does not end a connection on which nothing came.
import { Discard, serve } from "../server.mjs";

serve(
  class extends Discard {
    ended() {
      if (this.socket.bytesRead > 0) super.ended();
    }
  },
);
