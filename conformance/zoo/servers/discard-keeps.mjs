// For discard: it collects what it should throw away.
import { Discard, serve } from "../server.mjs";

serve(
  class extends Discard {
    kept = [];

    received(chunk) {
      this.kept.push(chunk);
    }
  },
);
