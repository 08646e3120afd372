// It does not end a connection on which it has answered.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    ended() {
      if (this.socket.bytesWritten === 0) super.ended();
    }
  },
);
