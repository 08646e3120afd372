// For upper: it answers the whole of a long message.
import { serve, Upper, upperCase } from "../server.mjs";

serve(
  class extends Upper {
    answerTo(request) {
      return upperCase(request);
    }
  },
);
