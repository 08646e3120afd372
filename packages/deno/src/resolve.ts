import type { ResolvedAddress } from "@anysock/core";
import { failureOf } from "./failure.ts";

/** What is needed of `node:dns/promises`, whose types belong to another runtime. */
interface Dns {
  lookup(host: string, options: { all: true; order: "verbatim" }): Promise<{ address: string; family: number }[]>;
}

/** Only Deno's `node:dns` asks getaddrinfo(3) for all addresses; `Deno.resolveDns` does not know `/etc/hosts` (connect/by-name). */
const dns: string = "node:dns/promises";

/** All addresses of a name, as getaddrinfo(3) orders them. */
export async function resolve(host: string): Promise<readonly ResolvedAddress[]> {
  // A process that may only speak to certain names (`--allow-net=example.com:443`) may not to their addresses, nor look them
  // up. There Deno gets the name itself, and tries its addresses by its own lights.
  if (Deno.permissions.querySync({ name: "net" }).state !== "granted") return [{ family: "ipv4", host }];
  const { lookup }: Dns = await import(dns);
  try {
    const found = await lookup(host, { all: true, order: "verbatim" });
    return found.map(({ address, family }) => ({ family: family === 6 ? "ipv6" : "ipv4", host: address }));
  } catch (error) {
    throw failureOf(error);
  }
}
