/**
 * The sockets of the runtime that imports this. Bundlers and stripped deployments that know no `bun`, `deno` or `node`
 * condition come here, and the runtime is told by its own global.
 *
 * @module
 */
import type { Sockets } from "@anysock/core";

export * from "@anysock/core";

interface Adapter {
  readonly sockets: Sockets;
}

async function adapter(): Promise<Adapter> {
  if ("Bun" in globalThis) return import("@anysock/bun");
  if ("Deno" in globalThis) return import("@anysock/deno");
  if ("process" in globalThis) return import("@anysock/node");
  throw new Error(
    "anysock: this is neither Node.js, Bun nor Deno; import an adapter of your runtime and createSockets()",
  );
}

export const sockets: Sockets = (await adapter()).sockets;
export const bind: Sockets["bind"] = sockets.bind;
export const connect: Sockets["connect"] = sockets.connect;
export const listen: Sockets["listen"] = sockets.listen;
export const inherited: Sockets["inherited"] = sockets.inherited;
export const supports: Sockets["supports"] = sockets.supports;
export const runtime: Sockets["runtime"] = sockets.runtime;
