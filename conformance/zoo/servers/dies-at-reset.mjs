// It dies when a read meets a reset, because nobody handles the error.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    isStalled = false;

    send(bytes) {
      this.isStalled = !this.socket.write(bytes);
      if (!this.isStalled) return;
      this.socket.pause();
      this.socket.once("drain", () => {
        this.isStalled = false;
        this.socket.resume();
      });
    }

    failed(error) {
      if (!this.isStalled) throw error;
    }
  },
);
