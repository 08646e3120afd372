// Every fifth datagram is lost on its way.
import { serveUdp, UdpEcho } from "../udp-server.mjs";

serveUdp(
  class extends UdpEcho {
    count = 0;

    received(data, client) {
      if (++this.count % 5 !== 0) super.received(data, client);
    }
  },
);
