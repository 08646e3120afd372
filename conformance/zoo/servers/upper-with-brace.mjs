// For upper: it turns { into [.
import { serve, Upper } from "../server.mjs";

serve(
  class extends Upper {
    answer(bytes) {
      super.answer(bytes.map((byte) => (byte === 0x7b ? 0x5b : byte)));
    }
  },
);
