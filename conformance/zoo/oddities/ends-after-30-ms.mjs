// Its FIN comes 30 ms after the last byte of the echo.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    ended() {
      setTimeout(() => super.ended(), 30);
    }
  },
);
