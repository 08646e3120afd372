// It holds every answer for 45 ms, as Nagle's algorithm against a delayed acknowledgement does.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    waiting = 0;

    received(chunk) {
      this.waiting += chunk.length;
      if (this.waiting > 1024 * 1024) this.socket.pause();
      setTimeout(() => {
        this.waiting -= chunk.length;
        if (this.socket.writable) this.send(chunk);
        if (this.waiting <= 1024 * 1024 && !this.socket.writableNeedDrain) this.socket.resume();
        if (this.waiting === 0 && this.hasEnded) super.ended();
      }, 45);
    }

    ended() {
      this.hasEnded = true;
      if (this.waiting === 0) super.ended();
    }
  },
);
