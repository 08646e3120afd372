// It takes no more connections once one was reset before its first byte.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    failed() {
      if (this.socket.bytesRead === 0) this.server.close();
    }
  },
);
