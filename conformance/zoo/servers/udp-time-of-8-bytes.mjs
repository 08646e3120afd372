// For time: it answers with 64 bits, as the inetd of inetutils does.
import { Buffer } from "node:buffer";
import { serveUdp, UdpTime } from "../udp-server.mjs";

serveUdp(
  class extends UdpTime {
    answerTo(data) {
      return Buffer.concat([super.answerTo(data), Buffer.alloc(4)]);
    }
  },
);
