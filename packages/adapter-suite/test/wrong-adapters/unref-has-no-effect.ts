import { type Made, withFacades } from "./made.ts";

/** unref() of a listener does nothing. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  listener: (right) => ({ unref: () => right }),
});
