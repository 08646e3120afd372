import { bound, type Made, overridden, withDriver } from "./made.ts";

/** The host of a datagram socket is told before it is known. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withDriver((right) => ({
  bind: async (at, options, events) => {
    const one = await bound(right, at, options, events);
    const { local } = one;
    return overridden(one, { local: local.family === "unix" ? local : { ...local, host: "0.0.0.0" } });
  },
}));
