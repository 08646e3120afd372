// It answers the client that connected last, whoever asked.
import { Echo, serve } from "../server.mjs";

let newest;

serve(
  class extends Echo {
    opened() {
      newest = this.socket;
    }

    send(bytes) {
      if (newest.writable) newest.write(bytes);
    }
  },
);
