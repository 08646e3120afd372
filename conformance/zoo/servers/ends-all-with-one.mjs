// It ends every connection when one client ends its own.
import { clients, Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    ended() {
      // Of many, some would end the clients that come after them.
      const ending = clients.size < 10 ? clients : [this];
      for (const { socket } of ending) socket.end();
    }
  },
);
