// It takes the data for text, and changes other letters, too.
import { serveUdp, UdpEcho } from "../udp-server.mjs";

serveUdp(
  class extends UdpEcho {
    answerTo(data) {
      return Buffer.from(data.toString("latin1").toUpperCase(), "latin1");
    }
  },
);
