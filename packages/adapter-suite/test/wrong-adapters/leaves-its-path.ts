import { linkSync, renameSync } from "node:fs";
import { type Made, withFacades } from "./made.ts";

/** The path of a Unix listener is there after close(). */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  listener: (right) => ({
    close: async () => {
      const { address } = right;
      const path = address.family === "unix" ? address.path : null;
      if (path !== null) linkSync(path, `${path}.kept`);
      await right.close();
      if (path !== null) renameSync(`${path}.kept`, path);
    },
  }),
});
