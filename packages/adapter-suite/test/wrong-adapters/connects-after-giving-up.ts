import { type Made, withDriver } from "./made.ts";

/** An attempt that was given up goes on, and its descriptor stays. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withDriver((right) => ({
  connect: (to, options, events) => {
    right.connect(to, options, events);
    return () => {};
  },
}));
