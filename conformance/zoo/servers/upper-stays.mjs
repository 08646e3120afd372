// For upper: it answers, and then waits for the client to end.
import { serve, Upper } from "../server.mjs";

serve(
  class extends Upper {
    answer(bytes) {
      this.socket.write(bytes);
    }
  },
);
