import { type Made, withFacades } from "./made.ts";

/** unlinkStale is ignored. */
const made: Made = withFacades({});
export const { connect, bind, supports, runtime, driver }: Made = made;
export const listen: Made["listen"] = (at, options) => made.listen(at, { ...options, unlinkStale: false });
