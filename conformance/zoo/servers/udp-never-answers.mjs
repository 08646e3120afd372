// It answers nothing.
import { serveUdp, UdpEcho } from "../udp-server.mjs";

serveUdp(
  class extends UdpEcho {
    received() {}
  },
);
