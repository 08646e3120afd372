// For chargen: it goes on sending to who has asked once, ten times.
import { serveUdp, UdpChargen } from "../udp-server.mjs";

serveUdp(
  class extends UdpChargen {
    received(data, client) {
      for (let count = 0; count < 10; count++) setTimeout(() => super.received(data, client), 2 * count);
    }
  },
);
