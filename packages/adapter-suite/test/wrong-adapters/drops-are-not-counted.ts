import { type Made, withFacades } from "./made.ts";

/** What found no room in the queue is not counted. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  datagrams: () => ({ dropped: 0 }),
});
