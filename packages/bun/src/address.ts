import type { Address } from "@anysock/core";

/** An address as Bun's sockets tell it, in two properties. */
export function addressOf(host: string, port: number): Address {
  return { family: host.includes(":") ? "ipv6" : "ipv4", host, port };
}

/** Bun tells nothing about the addresses of Unix sockets: one end knows its path, the other has none. */
export function unixAddress(path: string | null): Address {
  return { family: "unix", path };
}
