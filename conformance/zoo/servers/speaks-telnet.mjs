// It speaks Telnet: it takes IAC IAC for one 0xFF.
import { Buffer } from "node:buffer";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      this.send(Buffer.from(chunk.toString("latin1").replaceAll("\xff\xff", "\xff"), "latin1"));
    }
  },
);
