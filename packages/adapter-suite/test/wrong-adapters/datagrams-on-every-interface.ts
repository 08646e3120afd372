import { bound, type Made, overridden, withDriver } from "./made.ts";

/** A datagram socket is bound on every interface, and tells the address that was asked for. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withDriver((right) => ({
  bind: async (at, options, events) => {
    const one = await bound(right, { ...at, host: at.family === "ipv4" ? "0.0.0.0" : "::" }, options, events);
    const { local } = one;
    return overridden(one, { local: local.family === "unix" ? local : { ...local, host: at.host } });
  },
}));
