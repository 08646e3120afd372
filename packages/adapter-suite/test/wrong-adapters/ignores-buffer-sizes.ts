import { type Made, withDriver } from "./made.ts";

/** receiveBuffer and sendBuffer are declared and ignored. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withDriver((right) => ({
  supports: new Set([...right.supports, "option:receiveBuffer", "option:sendBuffer"] as const),
}));
