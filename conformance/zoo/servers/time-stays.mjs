// For time: it answers and leaves the connection open.
import { serve, Time } from "../server.mjs";

serve(
  class extends Time {
    opened() {
      this.socket.write(this.answer());
    }
  },
);
