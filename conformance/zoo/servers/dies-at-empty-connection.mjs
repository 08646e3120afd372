// It dies when a client ends without having sent a byte.
import process from "node:process";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    ended() {
      if (this.socket.bytesRead === 0) process.exit(1);
      super.ended();
    }
  },
);
