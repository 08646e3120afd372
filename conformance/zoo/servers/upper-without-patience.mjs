// For upper: it takes a silence of 60 ms before the request for an empty one, and ends.
import { serve, Upper } from "../server.mjs";

serve(
  class extends Upper {
    opened() {
      this.putOff(60, () => this.socket.end());
    }

    answer(bytes) {
      clearTimeout(this.timer);
      if (this.socket.writable) super.answer(bytes);
    }
  },
);
