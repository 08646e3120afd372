import { bound, type Made, overridden, withDriver } from "./made.ts";

/** A datagram socket never keeps the process alive, as where it is polled by a timer. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withDriver((right) => ({
  bind: async (at, options, events) => {
    const one = await bound(right, at, options, events);
    one.unref();
    return overridden(one, { ref: () => {} });
  },
}));
