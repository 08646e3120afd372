// It recovers from a first stall of its client and sends a chunk twice after a later one.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    stalls = 0;

    send(bytes) {
      if (this.socket.write(bytes)) return;
      this.socket.pause();
      const began = performance.now();
      this.socket.once("drain", () => {
        if (performance.now() - began > 45 && ++this.stalls === 2) this.socket.write(bytes);
        this.socket.resume();
      });
    }
  },
);
