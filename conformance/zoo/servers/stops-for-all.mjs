// It stops for everybody until the client that does not read has taken its answer.
import { Echo, serve } from "../server.mjs";

const everybody = new Set();

serve(
  class extends Echo {
    opened() {
      everybody.add(this.socket);
    }

    send(bytes) {
      if (this.socket.write(bytes)) return;
      for (const socket of everybody) socket.pause();
      this.socket.once("drain", () => {
        for (const socket of everybody) socket.resume();
      });
    }

    closed() {
      everybody.delete(this.socket);
      for (const socket of everybody) socket.resume();
    }
  },
);
