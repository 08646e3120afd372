// Its queue has room for 50 messages of 100 bytes of one connection, and it forgets the others.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    messages = 0;

    received(chunk) {
      if (chunk.length % 100 === 0) this.messages += chunk.length / 100;
      if (this.messages <= 50 || chunk.length % 100 > 0) this.send(chunk);
    }
  },
);
