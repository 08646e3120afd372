// Its queue has room for 50 messages of 100 bytes of one connection, and it forgets the others.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      const { bytesRead } = this.socket;
      // By what came in all: how many come with one read is a coincidence.
      const isMessages = bytesRead % 100 === 0 && bytesRead <= 100_000;
      if (!isMessages || bytesRead <= 5000) this.send(chunk);
    }
  },
);
