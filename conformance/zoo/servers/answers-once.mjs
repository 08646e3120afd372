// It answers one message of each connection, as a program with a single recv does, and ignores the others.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    answered = false;

    received(chunk) {
      if (!this.answered) this.send(chunk);
      this.answered = true;
    }
  },
);
