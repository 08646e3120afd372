// It answers each datagram twice.
import { serveUdp, UdpEcho } from "../udp-server.mjs";

serveUdp(
  class extends UdpEcho {
    answer(data, client) {
      super.answer(data, client);
      super.answer(data, client);
    }
  },
);
