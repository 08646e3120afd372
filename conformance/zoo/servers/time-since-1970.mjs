// For time: it counts from 1970.
import { serve, Time } from "../server.mjs";

serve(
  class extends Time {
    seconds() {
      return Math.floor(Date.now() / 1000);
    }
  },
);
