// It keeps the descriptor of a connection that it aborted.
import { openSync } from "node:fs";

export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    abort() {
      // Stands for the descriptor of the socket itself, which Node always closes.
      openSync("/dev/null");
      super.abort();
    }
  };
};
