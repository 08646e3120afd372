import { type Made, withDriver } from "./made.ts";

/** Every listener shares its port with whoever asks for it. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withDriver((right) => ({
  listen: (at, options, events) => right.listen(at, { ...options, reusePort: true }, events),
}));
