// For upper: it closes with a part of the request unread, so that a reset follows its answer.
import { serve, Upper } from "../server.mjs";

serve(
  class extends Upper {
    answer(bytes) {
      this.socket.pause();
      this.socket.write(bytes, () => this.socket.destroy());
    }
  },
);
