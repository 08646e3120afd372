// Asked to replace a stale path, it removes a file that is no socket.
import { lstatSync, unlinkSync } from "node:fs";

export default (sockets) => {
  sockets.UnixPath = class extends sockets.UnixPath {
    async publish(unlinkStale) {
      if (unlinkStale && lstatSync(this.path, { throwIfNoEntry: false })?.isFile()) unlinkSync(this.path);
      await super.publish(unlinkStale);
    }
  };
};
