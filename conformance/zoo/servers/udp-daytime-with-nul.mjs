// For daytime: it sends the NUL behind its string along.
import { Buffer } from "node:buffer";
import { serveUdp, UdpDaytime } from "../udp-server.mjs";

serveUdp(
  class extends UdpDaytime {
    answerTo(data) {
      return Buffer.concat([super.answerTo(data), Buffer.alloc(1)]);
    }
  },
);
