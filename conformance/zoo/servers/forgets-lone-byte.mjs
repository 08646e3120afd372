// It holds a byte that comes alone back for 20 ms, for company, and forgets it at the FIN.
import { Buffer } from "node:buffer";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    held = Buffer.alloc(0);

    received(chunk) {
      this.held = Buffer.concat([this.held, chunk]);
      if (this.held.length > 1) this.flush();
      else this.putOff(20, () => this.flush());
    }

    flush() {
      this.send(this.held);
      this.held = Buffer.alloc(0);
    }
  },
);
