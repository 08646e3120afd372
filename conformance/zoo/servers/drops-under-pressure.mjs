// It drops what comes while its last write is still under way.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    send(bytes) {
      if (!this.socket.writableNeedDrain) this.socket.write(bytes);
    }
  },
);
