// It takes 10 ms for every answer.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    waiting = 0;

    received(chunk) {
      this.waiting += chunk.length;
      if (this.waiting > 512 * 1024) this.socket.pause();
      setTimeout(() => {
        this.waiting -= chunk.length;
        if (this.socket.writable) this.send(chunk);
        if (this.waiting <= 512 * 1024 && !this.socket.writableNeedDrain) this.socket.resume();
        if (this.waiting === 0 && this.hasEnded) super.ended();
      }, 10);
    }

    ended() {
      this.hasEnded = true;
      if (this.waiting === 0) super.ended();
    }
  },
);
