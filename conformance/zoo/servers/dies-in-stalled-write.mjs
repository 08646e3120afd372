// It dies when a write that waits for room fails.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    isStalled = false;

    send(bytes) {
      this.isStalled = true;
      this.socket.write(bytes, () => {
        this.isStalled = false;
        this.socket.resume();
      });
      if (this.socket.writableNeedDrain) this.socket.pause();
    }

    failed(error) {
      if (this.socket.writableNeedDrain && !this.socket.readableEnded) throw error;
    }
  },
);
