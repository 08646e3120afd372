// It turns LF into CR LF where there is none.
import { Buffer } from "node:buffer";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      this.send(Buffer.from(chunk.toString("latin1").replaceAll(/\r?\n/g, "\r\n"), "latin1"));
    }
  },
);
