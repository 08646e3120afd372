// For upper: it leaves z as it is.
import { serve, Upper } from "../server.mjs";

serve(
  class extends Upper {
    answerTo(request) {
      return super.answerTo(request).map((byte) => (byte === 0x5a ? 0x7a : byte));
    }
  },
);
