import process from "node:process";
import { type Address, Failure } from "@anysock/core";
import { kernel } from "./kernel.ts";

export const environment: { pid: () => number; variable: (name: string) => string | undefined } = {
  pid: () => process.pid,
  variable: (name) => process.env[name],
};

/** @throws Failure `EINVAL` where it is no stream socket that listens */
export function inheritedAddress(fd: number): Address {
  const address = kernel().listeningAddress(fd);
  if (address !== null) return address;
  throw new Failure("EINVAL", undefined, `descriptor ${fd} is no stream socket that listens`);
}
