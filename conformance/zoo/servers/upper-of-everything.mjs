// For upper: it answers the whole of a long message.
import { serve, Upper, upperCase } from "../server.mjs";

serve(
  class extends Upper {
    received(chunk) {
      if (this.answered) return;
      this.answered = true;
      this.answer(upperCase(chunk));
    }
  },
);
