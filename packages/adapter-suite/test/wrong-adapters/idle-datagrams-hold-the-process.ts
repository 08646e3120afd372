import { bound, type Made, overridden, withDriver } from "./made.ts";

/** A datagram socket on which nothing waits keeps the process alive. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withDriver((right) => ({
  bind: async (at, options, events) => overridden(await bound(right, at, options, events), { unref: () => {} }),
}));
