// It confirms every datagram.
import { serveUdp, UdpEcho } from "../udp-server.mjs";

serveUdp(
  class extends UdpEcho {
    received(_data, client) {
      this.answer(Buffer.from("thrown away"), client);
    }
  },
);
