// It ends the connection when it reads "quit".
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      if (/^quit\s/i.test(chunk.toString("latin1"))) this.socket.end();
      else this.send(chunk);
    }
  },
);
