// For time: its seconds are in little-endian order.
import { serveUdp, UdpTime } from "../udp-server.mjs";

serveUdp(
  class extends UdpTime {
    answerTo(data) {
      return super.answerTo(data).reverse();
    }
  },
);
