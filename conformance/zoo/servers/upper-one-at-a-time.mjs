// For upper: it serves one client at a time, as the tutorial's server does.
import { serve, Upper } from "../server.mjs";

const queue = [];

serve(
  class extends Upper {
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
