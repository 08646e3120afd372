// For daytime: its syntax is another one, and nothing ends its line.
import { Daytime, serve } from "../server.mjs";

serve(
  class extends Daytime {
    answer() {
      return new Date().toISOString();
    }
  },
);
