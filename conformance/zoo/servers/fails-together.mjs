// It closes every connection when one of them fails.
import { Echo, serve } from "../server.mjs";

const everybody = new Set();

serve(
  class extends Echo {
    opened() {
      everybody.add(this);
    }

    failed() {
      for (const { socket } of everybody) socket.destroy();
    }

    closed() {
      everybody.delete(this);
    }
  },
);
