import type { Listener } from "@anysock/core";
import { type Made, withFacades } from "./made.ts";

/** ref() of a listener does nothing while an accept is pending. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  listener: (right) => {
    let pending = 0;
    const one = {
      accept: (wait) => {
        pending++;
        return right.accept(wait).finally(() => pending--);
      },
      ref: () => {
        if (pending === 0) right.ref();
        return right;
      },
    } satisfies Partial<Listener>;
    return one;
  },
});
