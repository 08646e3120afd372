import { type Made, withDriver } from "./made.ts";

/** ipv6Only of listen() is ignored. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withDriver((right) => ({
  listen: (at, options, events) => right.listen(at, { ...options, ipv6Only: false }, events),
}));
