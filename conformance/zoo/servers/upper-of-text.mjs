// For upper: it upper-cases text instead of bytes, so that ß becomes SS and é becomes É.
import { isUtf8 } from "node:buffer";
import { serve, Upper, upperCase } from "../server.mjs";

serve(
  class extends Upper {
    answerTo(request) {
      return isUtf8(request) ? request.toString().toUpperCase() : upperCase(request);
    }
  },
);
