import type { Address } from "@anysock/core";

/** An address as Deno tells it. */
export function addressOf({ hostname, port }: Deno.NetAddr): Address {
  return { family: hostname.includes(":") ? "ipv6" : "ipv4", host: hostname, port };
}

/** One end knows its path, the other has none. */
export function unixAddress(path: string | null): Address {
  return { family: "unix", path };
}
