// An empty datagram is the end to it, as a read of 0 bytes is of a stream.
import { serveUdp, UdpEcho } from "../udp-server.mjs";

serveUdp(
  class extends UdpEcho {
    received(data, client) {
      if (data.length === 0) this.socket.close();
      else super.received(data, client);
    }
  },
);
