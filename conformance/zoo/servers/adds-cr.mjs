// It turns LF into CR LF at the end of a line that is not empty.
import { Buffer } from "node:buffer";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      this.send(Buffer.from(chunk.toString("latin1").replaceAll(/([^\r\n])\n/g, "$1\r\n"), "latin1"));
    }
  },
);
