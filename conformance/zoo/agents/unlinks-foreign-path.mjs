// When closed it unlinks whatever is at its path.
import { rmSync } from "node:fs";

export default (sockets) => {
  sockets.UnixPath = class extends sockets.UnixPath {
    remove() {
      rmSync(this.path, { force: true });
    }
  };
};
