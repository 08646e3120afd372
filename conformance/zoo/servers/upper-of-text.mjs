// For upper: it upper-cases text instead of bytes, so that ß becomes SS and é becomes É.
import { isUtf8 } from "node:buffer";
import { serve, Upper, upperCase } from "../server.mjs";

serve(
  class extends Upper {
    received(chunk) {
      if (this.answered) return;
      this.answered = true;
      const text = chunk.toString();
      this.answer(isUtf8(chunk) ? text.toUpperCase() : upperCase(chunk));
    }
  },
);
