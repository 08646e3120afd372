// For upper: it leaves z as it is.
import { serve, Upper } from "../server.mjs";

serve(
  class extends Upper {
    answer(bytes) {
      super.answer(bytes.map((byte) => (byte === 0x5a ? 0x7a : byte)));
    }
  },
);
