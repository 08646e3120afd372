// That a client has gone, when its answer is refused, is its end as well.
import process from "node:process";
import { isFree } from "../udp-ports.mjs";
import { serveUdp, UdpEcho } from "../udp-server.mjs";

serveUdp(
  class extends UdpEcho {
    answer(data, client) {
      super.answer(data, client);
      setTimeout(() => {
        if (isFree(client.port)) process.exit(1);
      }, 5);
    }
  },
);
