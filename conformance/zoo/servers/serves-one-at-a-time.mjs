// It serves one client at a time: the next when the one before has gone.
import { Echo, serve } from "../server.mjs";

const queue = [];

serve(
  class extends Echo {
    opened() {
      queue.push(this.socket);
      if (queue.length > 1) this.socket.pause();
    }

    closed() {
      queue.splice(queue.indexOf(this.socket), 1);
      queue[0]?.resume();
    }
  },
);
