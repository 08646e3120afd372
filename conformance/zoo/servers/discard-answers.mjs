// For discard: it answers what it should throw away.
import { Discard, serve } from "../server.mjs";

serve(
  class extends Discard {
    received(chunk) {
      this.send(chunk);
    }
  },
);
