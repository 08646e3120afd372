import { existsSync, writeFileSync } from "node:fs";
import process from "node:process";
import * as right from "@anysock/node";

export const { bind, driver, listen, runtime, supports } = right;

const mark = process.env["ANYSOCK_TEST_MARK"] ?? "";

/** Does not tell of what it was refused, once. */
export const connect: typeof right.connect = async (to, options) => {
  if (existsSync(mark)) return await right.connect(to, options);
  try {
    return await right.connect(to, options);
  } catch {
    writeFileSync(mark, "");
    return await new Promise(() => {});
  }
};
