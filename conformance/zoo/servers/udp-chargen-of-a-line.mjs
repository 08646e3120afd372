// For chargen: it answers with a line of 72 characters, as the inetd of inetutils does.
import { Buffer } from "node:buffer";
import { serveUdp, UdpChargen } from "../udp-server.mjs";

serveUdp(
  class extends UdpChargen {
    answerTo(_data) {
      return Buffer.alloc(74, this.characters());
    }
  },
);
