// It has room for 1,024 bytes, and answers what fitted.
import { serveUdp, UdpEcho } from "../udp-server.mjs";

serveUdp(
  class extends UdpEcho {
    answerTo(data) {
      return data.subarray(0, 1024);
    }
  },
);
