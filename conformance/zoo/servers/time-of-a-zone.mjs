// For time: it tells the time of a zone, 5 hours and 45 minutes east of GMT.
import { serve, Time } from "../server.mjs";

serve(
  class extends Time {
    seconds() {
      return super.seconds() + (5 * 60 + 45) * 60;
    }
  },
);
