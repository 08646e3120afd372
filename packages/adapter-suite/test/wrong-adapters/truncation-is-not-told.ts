import { type Made, withFacades } from "./made.ts";

/** A datagram that did not fit looks like one that did. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  datagrams: (right) => ({
    receive: async (into, wait) => ({ ...(await right.receive(into, wait)), truncated: false }),
  }),
});
