// It holds up to 2 MiB in memory for each connection that does not read.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    send(bytes) {
      this.socket.write(bytes);
      if (this.socket.writableLength < 2 * 1024 * 1024) return;
      this.socket.pause();
      this.socket.once("drain", () => this.socket.resume());
    }
  },
);
