// It takes 10 ms for every answer, and 15 for every other: they come in another order.
import { serveUdp, UdpEcho } from "../udp-server.mjs";

serveUdp(
  class extends UdpEcho {
    count = 0;

    received(data, client) {
      setTimeout(() => super.received(data, client), ++this.count % 2 === 0 ? 15 : 10);
    }
  },
);
