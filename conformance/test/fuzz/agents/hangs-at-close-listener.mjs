// Releasing a listener stops the event loop.
import { standStill } from "./stand-still.mjs";

export default (sockets) => {
  sockets.Listener = class extends sockets.Listener {
    async close() {
      standStill();
    }
  };
};
