import { givenUp } from "./given-up.ts";
import { type Made, withFacades } from "./made.ts";

/** A receive that was given up goes on, and holds the process. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  datagrams: (right) => ({ receive: (into, wait) => givenUp(right.receive(into), wait) }),
});
