import type { Sockets } from "@anysock/core";

/**
 * The sockets that a program of the suite shows: those of the runtime that it runs in, or by `"node"` those of Node's adapter,
 * on whatever `node:net` that runtime has.
 */
export async function socketsOf(adapter: string | undefined): Promise<Sockets> {
  if (adapter === undefined) return (await import("anysock")).sockets;
  if (adapter === "node") return (await import("anysock/node")).sockets;
  throw new Error(`there is no adapter ${adapter}; accepted: node, or none for the runtime's own`);
}
