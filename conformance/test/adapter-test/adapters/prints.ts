import process from "node:process";
import * as right from "@anysock/node";

export const { bind, driver, listen, runtime, supports } = right;

/** Prints whatever comes to its mind, and ends no line. */
export const connect: typeof right.connect = (to, options) => {
  process.stdout.write('anysock {"type":"end"}');
  return right.connect(to, options);
};
