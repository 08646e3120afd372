import { type Made, withDriver } from "./made.ts";

/** noDelay of connect() is ignored. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withDriver((right) => ({
  connect: (to, options, events) => right.connect(to, { ...options, noDelay: true }, events),
}));
