import { type Made, overridden, withDriver } from "./made.ts";

/** A listener takes connections on every interface, and tells the address that was asked for. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withDriver((right) => ({
  listen: async (at, options, events) => {
    if (at.family === "unix") return await right.listen(at, options, events);
    const one = await right.listen({ ...at, host: at.family === "ipv4" ? "0.0.0.0" : "::" }, options, events);
    const { address } = one;
    return overridden(one, { address: address.family === "unix" ? address : { ...address, host: at.host } });
  },
}));
