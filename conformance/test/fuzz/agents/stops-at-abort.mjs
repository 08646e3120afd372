// An abort never returns: the event loop stands still.
import { standStill } from "./stand-still.mjs";

export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    abort() {
      standStill();
    }
  };
};
