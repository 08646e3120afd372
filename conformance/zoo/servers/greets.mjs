// It greets its clients.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    opened() {
      this.send("welcome\n");
    }
  },
);
