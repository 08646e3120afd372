// For upper: it decodes its request as UTF-8, for its log, and dies where that fails.
import { serve, Upper } from "../server.mjs";

serve(
  class extends Upper {
    received(chunk) {
      new TextDecoder("utf-8", { fatal: true }).decode(chunk);
      super.received(chunk);
    }
  },
);
