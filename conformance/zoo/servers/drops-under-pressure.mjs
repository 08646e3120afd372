// It waits 40 ms for room to send, and then drops what comes until there is some.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    send(bytes) {
      if (this.isImpatient || this.socket.write(bytes)) return;
      this.socket.pause();
      this.putOff(40, () => {
        this.isImpatient = true;
        this.socket.resume();
      });
      this.socket.once("drain", () => {
        clearTimeout(this.timer);
        this.isImpatient = false;
        this.socket.resume();
      });
    }
  },
);
