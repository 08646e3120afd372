import { Failure } from "@anysock/core";
import { type Made, overridden, withDriver } from "./made.ts";

/** A refused connection has the code of another failure. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withDriver((right) => ({
  connect: (to, options, events) =>
    right.connect(to, options, overridden(events, { failed: () => events.failed(new Failure("ETIMEDOUT")) })),
}));
