// For upper: its FIN comes 30 ms after the answer.
import { serve, Upper } from "../server.mjs";

serve(
  class extends Upper {
    answer(bytes) {
      this.socket.write(bytes);
      setTimeout(() => this.socket.end(), 30);
    }
  },
);
