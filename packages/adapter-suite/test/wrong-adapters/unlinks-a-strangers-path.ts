import { rmSync } from "node:fs";
import { type Made, withFacades } from "./made.ts";

/** close() unlinks the path by its name, whoever has it by then. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  listener: (right) => ({
    close: async () => {
      const { address } = right;
      await right.close();
      if (address.family === "unix" && address.path !== null) rmSync(address.path, { force: true });
    },
  }),
});
