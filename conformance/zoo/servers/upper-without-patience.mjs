// For upper: it takes a silence of 90 ms before the request for an empty one, and ends.
import { serve, Upper } from "../server.mjs";

serve(
  class extends Upper {
    opened() {
      this.putOff(90, () => this.socket.end());
    }

    answer(bytes) {
      clearTimeout(this.timer);
      if (this.socket.writable) super.answer(bytes);
    }
  },
);
