// For upper: it never ends a client that has sent nothing.
import { serve, Upper } from "../server.mjs";

serve(
  class extends Upper {
    ended() {
      if (this.answered) super.ended();
    }
  },
);
