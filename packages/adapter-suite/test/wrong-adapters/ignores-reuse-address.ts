import { type Made, withDriver } from "./made.ts";

/** reuseAddress is declared and ignored. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withDriver((right) => ({
  supports: new Set([...right.supports, "option:reuseAddress"] as const),
}));
