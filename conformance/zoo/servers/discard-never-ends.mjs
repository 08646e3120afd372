// For discard: it leaves the connection open at the client's FIN, where data came.
import { Discard, serve } from "../server.mjs";

serve(
  class extends Discard {
    ended() {
      if (this.socket.bytesRead === 0) super.ended();
    }
  },
);
