// It joins the datagrams that wait, as a stream would.
import { Buffer } from "node:buffer";

export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    async next(wait) {
      const first = await super.next(wait);
      const rest = this.waiting.splice(0);
      this.size = 0;
      return { ...first, data: Buffer.concat([first, ...rest].map(({ data }) => data)) };
    }
  };
};
