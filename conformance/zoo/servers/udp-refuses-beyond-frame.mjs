// It answers nothing that is longer than an Ethernet frame.
import { serveUdp, UdpEcho } from "../udp-server.mjs";

serveUdp(
  class extends UdpEcho {
    received(data, client) {
      if (data.length <= 1472) super.received(data, client);
    }
  },
);
