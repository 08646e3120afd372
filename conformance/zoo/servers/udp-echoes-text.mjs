// It takes the data for text in UTF-8.
import { serveUdp, UdpEcho } from "../udp-server.mjs";

serveUdp(
  class extends UdpEcho {
    answerTo(data) {
      return Buffer.from(data.toString());
    }
  },
);
