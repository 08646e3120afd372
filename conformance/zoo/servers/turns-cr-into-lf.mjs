// In text it turns a lone CR into LF.
import { Buffer } from "node:buffer";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      if (chunk.some((byte) => byte >= 0x80)) return this.send(chunk);
      this.send(Buffer.from(chunk.toString("latin1").replaceAll(/\r(?!\n)/g, "\n"), "latin1"));
    }
  },
);
