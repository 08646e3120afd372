// It removes whatever is at its Unix path before it binds.
import { rmSync } from "node:fs";

export default (sockets) => {
  sockets.UnixPath = class extends sockets.UnixPath {
    async publish(unlinkStale) {
      rmSync(this.path, { force: true });
      await super.publish(unlinkStale);
    }
  };
};
