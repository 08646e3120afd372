// For chargen: its data is another one, and it ends only where the client is gone, as xinetd's does.
import { Buffer } from "node:buffer";
import { Chargen, serve } from "../server.mjs";

const OTHER = Buffer.alloc(4096, Buffer.from([0x00, 0x55, 0xaa, 0xff, 0x0a]));

serve(
  class extends Chargen {
    ended() {}

    block() {
      return OTHER;
    }
  },
);
