// For daytime: it takes an empty datagram for none.
import { serveUdp, UdpDaytime } from "../udp-server.mjs";

serveUdp(
  class extends UdpDaytime {
    received(data, client) {
      if (data.length > 0) super.received(data, client);
    }
  },
);
