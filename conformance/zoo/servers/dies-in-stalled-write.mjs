// It does not survive that a write fails which waits for room: it dies when the next client comes.
import process from "node:process";
import { Echo, serve } from "../server.mjs";

let isBroken = false;

serve(
  class extends Echo {
    opened() {
      if (isBroken) process.exit(1);
    }

    failed() {
      isBroken ||= this.isStalled && !this.socket.readableEnded;
    }
  },
);
