// Asked to replace a stale path, it takes that of a live listener.
import { lstatSync, unlinkSync } from "node:fs";

export default (sockets) => {
  sockets.UnixPath = class extends sockets.UnixPath {
    async publish(unlinkStale) {
      if (unlinkStale && lstatSync(this.path, { throwIfNoEntry: false })?.isSocket()) unlinkSync(this.path);
      await super.publish(unlinkStale);
    }
  };
};
