// Its FIN comes 10 ms after the last byte of the echo.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    ended() {
      setTimeout(() => super.ended(), 10);
    }
  },
);
