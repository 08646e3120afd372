// It answers in upper case, and nothing is wrong with it.
import { upperCase } from "../server.mjs";
import { serveUdp, UdpEcho } from "../udp-server.mjs";

serveUdp(
  class extends UdpEcho {
    answerTo(data) {
      return upperCase(data);
    }
  },
);
