// What ICMP said of one peer makes the next datagram to another fail, which is lost.
import { isFree } from "../udp-ports.mjs";

export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    async send(data, to, wait) {
      if (this.isRefused) {
        this.isRefused = false;
        throw Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
      }
      await super.send(data, to, wait);
      this.isRefused = to !== undefined && isFree(Number(to.slice(to.lastIndexOf(":") + 1)));
    }
  };
};
