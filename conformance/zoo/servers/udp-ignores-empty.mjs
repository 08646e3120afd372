// It does not answer an empty datagram.
import { serveUdp, UdpEcho } from "../udp-server.mjs";

serveUdp(
  class extends UdpEcho {
    received(data, client) {
      if (data.length > 0) super.received(data, client);
    }
  },
);
