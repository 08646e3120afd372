import { type Made, withFacades } from "./made.ts";

/** Of an array only the first part with bytes is written. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  connection: (right) => ({
    write: (data, wait) =>
      right.write(data instanceof Uint8Array ? data : (data.find(({ length }) => length > 0) ?? []), wait),
  }),
});
