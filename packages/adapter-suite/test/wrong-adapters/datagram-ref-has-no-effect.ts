import { type Made, overridden, withFacades } from "./made.ts";

/** ref() of a datagram socket does nothing. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  datagrams: (right) => ({
    ref: () => right,
    unref: () => {
      right.unref();
      return overridden(right, { ref: () => right });
    },
  }),
});
