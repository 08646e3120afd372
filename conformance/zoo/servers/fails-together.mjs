// It closes every connection when one of them fails that has said little.
import { clients, Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    failed() {
      const { bytesRead } = this.socket;
      // What was left of a bulk, and whether a reset came before the data, are coincidences.
      if (bytesRead === 0 || bytesRead > 100) return;
      for (const { socket } of clients) socket.destroy();
    }
  },
);
