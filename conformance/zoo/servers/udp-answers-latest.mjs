// It gathers for 5 ms, and answers everybody at the port of the latest.
import { serveUdp, UdpEcho } from "../udp-server.mjs";

serveUdp(
  class extends UdpEcho {
    gathered = [];

    received(data, client) {
      this.latest = client;
      this.gathered.push(data);
      if (this.gathered.length > 1) return;
      setTimeout(() => {
        for (const one of this.gathered.splice(0)) this.answer(one, this.latest);
      }, 5);
    }
  },
);
