import { bound, type Made, withDriver } from "./made.ts";

/** reusePort of bind() is ignored. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withDriver((right) => ({
  bind: async (at, options, events) => await bound(right, at, { ...options, reusePort: false }, events),
}));
