// It dies when its client has gone before the answer to its first request, 2 ms later.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      if (this.hasBegun || chunk.length > 4096) return this.send(chunk);
      this.hasBegun = true;
      this.socket.pause();
      setTimeout(() => {
        if (this.socket.errored !== null) throw this.socket.errored;
        this.send(chunk);
        this.socket.resume();
      }, 2);
    }
  },
);
