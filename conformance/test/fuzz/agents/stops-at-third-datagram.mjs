// The third datagram that waits stops the event loop.
import { standStill } from "./stand-still.mjs";

export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    keep(datagram) {
      super.keep(datagram);
      if (this.waiting.length > 2) standStill();
    }
  };
};
