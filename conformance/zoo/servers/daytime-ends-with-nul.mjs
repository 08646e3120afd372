// For daytime: its string ends with a NUL, as in C.
import { Daytime, serve } from "../server.mjs";

serve(
  class extends Daytime {
    answer() {
      return `${new Date().toUTCString()}\0`;
    }
  },
);
