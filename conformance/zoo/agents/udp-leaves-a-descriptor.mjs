// Each socket leaves a descriptor behind.
import { openSync } from "node:fs";

export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    close() {
      openSync("/dev/null");
      return super.close();
    }
  };
};
