import { setTimeout as after } from "node:timers/promises";
import { type Made, withFacades } from "./made.ts";

/** A write waits for its turn, and keeps no process alive meanwhile. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  connection: (right) => ({
    write: async (data, wait) => {
      await after(100, undefined, { ref: false });
      await right.write(data, wait);
    },
  }),
});
