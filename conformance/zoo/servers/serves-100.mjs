// It serves at most 100 connections at once, and ends the others.
import { clients, Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    opened() {
      if (clients.size > 100) this.socket.end();
    }
  },
);
