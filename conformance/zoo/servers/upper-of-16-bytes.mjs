// For upper: it answers only the first 16 bytes of its client's message.
import { serve, Upper } from "../server.mjs";

serve(
  class extends Upper {
    answerTo(request) {
      return super.answerTo(request).subarray(0, 16);
    }
  },
);
