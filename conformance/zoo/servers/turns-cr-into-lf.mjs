// In text it turns a lone CR into LF.
import { Buffer } from "node:buffer";
import { Echo, isText, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      if (!isText(chunk)) return this.send(chunk);
      this.send(Buffer.from(chunk.toString("latin1").replaceAll(/\r(?!\n)/g, "\n"), "latin1"));
    }
  },
);
