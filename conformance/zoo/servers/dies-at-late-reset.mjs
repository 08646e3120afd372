// It dies at the reset of a connection that was quiet for 30 ms after its answer.
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

    received(chunk) {
      this.at = performance.now();
      this.send(chunk);
    }

    failed(error) {
      if (!this.isStalled && performance.now() - this.at > 30) throw error;
    }
  },
);
