// It dies when a client ends at once, without having sent a byte, as a scan of ports does.
import process from "node:process";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    opened() {
      this.at = performance.now();
    }

    ended() {
      if (this.socket.bytesRead === 0 && performance.now() - this.at < 40) process.exit(1);
      super.ended();
    }
  },
);
