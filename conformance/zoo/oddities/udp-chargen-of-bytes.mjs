// For chargen: its characters are no text.
import { Buffer } from "node:buffer";
import { serveUdp, UdpChargen } from "../udp-server.mjs";

serveUdp(
  class extends UdpChargen {
    characters() {
      return Buffer.from([0x00, 0x55, 0xaa, 0xff]);
    }
  },
);
