// For discard: it serves one client at a time.
import { Discard, serve } from "../server.mjs";

const queue = [];

serve(
  class extends Discard {
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
