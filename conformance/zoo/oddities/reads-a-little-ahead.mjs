// It reads up to 256 KiB ahead of what it can send.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    send(bytes) {
      this.socket.write(bytes);
      if (this.socket.writableLength < 256 * 1024) return;
      this.socket.pause();
      this.socket.once("drain", () => this.socket.resume());
    }
  },
);
