// It stops for everybody until the client that does not read has taken its answer.
import { clients, Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    send(bytes) {
      if (this.socket.write(bytes)) return;
      for (const { socket } of clients) socket.pause();
      this.socket.once("drain", () => this.closed());
    }

    closed() {
      for (const { socket } of clients) socket.resume();
    }
  },
);
