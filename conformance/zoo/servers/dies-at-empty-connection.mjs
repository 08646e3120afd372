// It dies when the latest client ends at once, without having sent a byte, as a scan of ports does.
import process from "node:process";
import { clients, Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    opened() {
      this.at = performance.now();
    }

    ended() {
      const isLatest = [...clients].at(-1) === this;
      if (isLatest && this.socket.bytesRead === 0 && performance.now() - this.at < 25) process.exit(1);
      super.ended();
    }
  },
);
