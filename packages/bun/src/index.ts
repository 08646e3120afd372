/**
 * The sockets of anysock on Bun, over `Bun.listen`, `Bun.connect` and `Bun.udpSocket`.
 *
 * @module
 */
import { createSockets, type Sockets } from "@anysock/core";
import { driver } from "./driver.ts";

export * from "@anysock/core";
export { driver } from "./driver.ts";

/** The socket API on this Bun. */
export const sockets: Sockets = createSockets(driver);
export const bind: Sockets["bind"] = sockets.bind;
export const connect: Sockets["connect"] = sockets.connect;
export const listen: Sockets["listen"] = sockets.listen;
export const inherited: Sockets["inherited"] = sockets.inherited;
export const supports: Sockets["supports"] = sockets.supports;
export const runtime: Sockets["runtime"] = sockets.runtime;
