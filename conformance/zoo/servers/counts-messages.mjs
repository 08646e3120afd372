// Its queue has room for 50 small messages of one connection, and it forgets the others.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    messages = 0;

    received(chunk) {
      if (chunk.length % 100 === 0 && chunk.length < 2000) this.messages += chunk.length / 100;
      if (this.messages <= 50) this.send(chunk);
    }
  },
);
