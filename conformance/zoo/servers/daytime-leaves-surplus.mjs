// For daytime: it closes with what came unread, so that a reset follows its string.
import { Daytime, serve } from "../server.mjs";

serve(
  class extends Daytime {
    opened() {
      this.socket.pause();
      this.socket.write(this.answer(), () => this.putOff(10, () => this.socket.destroy()));
    }
  },
);
