// For time: it cannot determine the time, so it closes without sending anything.
import { serve, Time } from "../server.mjs";

serve(
  class extends Time {
    answer() {
      return "";
    }
  },
);
