import { closeSync, openSync } from "node:fs";
import { type Made, withFacades } from "./made.ts";

/** Every connection holds one more descriptor, which abort() gives back and no other end does. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  connection: (right) => {
    const descriptor = openSync("/dev/null", "r");
    let isOpen = true;
    return {
      abort(reason) {
        if (isOpen) closeSync(descriptor);
        isOpen = false;
        right.abort(reason);
      },
    };
  },
});
