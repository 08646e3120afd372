// For upper: it answers what it was sent, not in upper case.
import { serve, Upper } from "../server.mjs";

serve(
  class extends Upper {
    answerTo(request) {
      return request.subarray(0, 1024);
    }
  },
);
