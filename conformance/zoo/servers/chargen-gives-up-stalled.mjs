// For chargen: it gives up a client that does not read for 20 ms.
import { Chargen, serve } from "../server.mjs";

serve(
  class extends Chargen {
    generate() {
      super.generate();
      if (this.socket.writableNeedDrain) this.putOff(20, () => this.socket.writableNeedDrain && this.socket.end());
    }
  },
);
