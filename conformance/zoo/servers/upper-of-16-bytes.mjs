// For upper: it answers only the first 16 bytes of its client's message.
import { serve, Upper } from "../server.mjs";

serve(
  class extends Upper {
    answer(bytes) {
      super.answer(bytes.subarray(0, 16));
    }
  },
);
