// For daytime: it waits for the client's first word.
import { Daytime, serve } from "../server.mjs";

serve(
  class extends Daytime {
    opened() {}

    received() {
      if (this.socket.writable) super.opened();
    }
  },
);
