// For upper: it takes a silence of 60 ms before the request for an empty one, and ends.
import { serve, Upper } from "../server.mjs";

serve(
  class extends Upper {
    opened() {
      this.timer = setTimeout(() => this.socket.end(), 60);
    }

    answer(bytes) {
      clearTimeout(this.timer);
      if (this.socket.writable) super.answer(bytes);
    }

    closed() {
      clearTimeout(this.timer);
    }
  },
);
