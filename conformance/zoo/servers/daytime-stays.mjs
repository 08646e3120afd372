// For daytime: it tells the time and leaves the connection open.
import { Daytime, serve } from "../server.mjs";

serve(
  class extends Daytime {
    opened() {
      this.socket.write(this.answer());
    }
  },
);
