/**
 * The same as `@anysock/node`, with system calls of its own for what `node:net` has no words for: `receiveBuffer`, `sendBuffer`,
 * `reuseAddress: false`, and `trafficClass` for a listener on `::`. It takes `node:ffi`, which is experimental and says so when first
 * used: Node.js 26.10 or later and, under `--permission`, `--allow-ffi`. Where that is missing, `supports` lacks what it brings.
 *
 * @module
 */
import { createSockets, type Driver, type Sockets } from "@anysock/core";
import { driverWith } from "./driver.ts";
import { openKernel } from "./kernel.ts";

export * from "@anysock/core";

export const driver: Driver = driverWith(openKernel());

/** The socket API on this Node.js, with its FFI. */
export const sockets: Sockets = createSockets(driver);
export const bind: Sockets["bind"] = sockets.bind;
export const connect: Sockets["connect"] = sockets.connect;
export const listen: Sockets["listen"] = sockets.listen;
export const inherited: Sockets["inherited"] = sockets.inherited;
export const supports: Sockets["supports"] = sockets.supports;
export const runtime: Sockets["runtime"] = sockets.runtime;
