// It answers whoever was its first client.
import { serveUdp, UdpEcho } from "../udp-server.mjs";

serveUdp(
  class extends UdpEcho {
    answer(data, client) {
      this.first ??= client;
      super.answer(data, this.first);
    }
  },
);
