// It serves at most 32 connections at once, and ends the others.
import { clients, Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    opened() {
      if (clients.size > 32) this.socket.end();
    }
  },
);
