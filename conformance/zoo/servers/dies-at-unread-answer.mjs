// It dies at the reset of a connection whose client has left an answer of some kilobytes unread.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    failed(error) {
      const { bytesRead } = this.socket;
      if (bytesRead > 1000 && bytesRead < 100_000) throw error;
    }
  },
);
