// For time: its seconds are in little-endian order.
import { serve, Time } from "../server.mjs";

serve(
  class extends Time {
    answer() {
      return super.answer().reverse();
    }
  },
);
