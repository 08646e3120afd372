import { type Made, withFacades } from "./made.ts";

/** unref() of a datagram socket does nothing. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  datagrams: (right) => ({ unref: () => right }),
});
