import process from "node:process";
import * as right from "@anysock/node";

export const { bind, driver, listen, runtime, supports } = right;

/** Ends its process where it was to be told of a refusal. */
export const connect: typeof right.connect = (to, options) =>
  right.connect(to, options).catch(() => {
    console.error("there is nothing to be done");
    process.exit(7);
  });
