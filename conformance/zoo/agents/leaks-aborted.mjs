// It keeps the descriptor of a connection that it aborted.
import { leak } from "../leak.mjs";

export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    abort() {
      leak();
      super.abort();
    }
  };
};
