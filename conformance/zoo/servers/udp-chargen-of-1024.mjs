// For chargen: it answers with 1,024 characters, as xinetd does.
import { Buffer } from "node:buffer";
import { serveUdp, UdpChargen } from "../udp-server.mjs";

serveUdp(
  class extends UdpChargen {
    answerTo(_data) {
      return Buffer.alloc(1024, this.characters());
    }
  },
);
