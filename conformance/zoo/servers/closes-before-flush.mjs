// At the FIN it closes the connection at once, whatever of a large echo is still queued.
import { Buffer } from "node:buffer";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    queued = [];

    received(chunk) {
      if (this.socket.bytesRead < 2 * 1024 * 1024) return this.send(chunk);
      this.queued.push(chunk);
      if (this.queued.length === 16) this.socket.pause();
      this.timer ??= setTimeout(() => this.flush(), 15);
    }

    flush() {
      this.timer = undefined;
      if (!this.socket.writable) return;
      this.socket.resume();
      this.send(Buffer.concat(this.queued.splice(0)));
    }

    ended() {
      clearTimeout(this.timer);
      this.socket.end();
    }
  },
);
