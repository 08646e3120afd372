// For upper: it turns { into [.
import { serve, Upper } from "../server.mjs";

serve(
  class extends Upper {
    answerTo(request) {
      return super.answerTo(request).map((byte) => (byte === 0x7b ? 0x5b : byte));
    }
  },
);
