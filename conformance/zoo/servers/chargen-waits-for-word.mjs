// For chargen: it waits for the client's first word.
import { Chargen, serve } from "../server.mjs";

serve(
  class extends Chargen {
    opened() {}

    received() {
      if (this.socket.bytesWritten === 0) this.generate();
    }
  },
);
