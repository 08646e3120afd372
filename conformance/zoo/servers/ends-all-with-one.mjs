// It ends every connection when one client ends its own.
import { Echo, serve } from "../server.mjs";

const everybody = new Set();

serve(
  class extends Echo {
    opened() {
      everybody.add(this);
    }

    ended() {
      for (const { socket } of everybody) socket.end();
    }

    closed() {
      everybody.delete(this);
    }
  },
);
