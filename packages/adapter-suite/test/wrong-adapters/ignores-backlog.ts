import { type Made, withDriver } from "./made.ts";

/** backlog of listen() is ignored. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withDriver((right) => ({
  listen: (at, options, events) => right.listen(at, { ...options, backlog: undefined }, events),
}));
