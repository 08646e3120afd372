import type { Address, DriverAddress } from "@anysock/core";

/** An address as Bun's sockets tell it, in two properties. */
export function addressOf(host: string, port: number): Address {
  return { family: host.includes(":") ? "ipv6" : "ipv4", host, port };
}

/** Bun leaves out the zone of a link-local address (`fe80::1%eth0`, RFC 4007): it is that of the address asked for. */
export function zoned(host: string, asked: DriverAddress | Address): string {
  return asked.family === "ipv6" ? host + (/%.*$/.exec(asked.host)?.[0] ?? "") : host;
}

/** Bun tells nothing about the addresses of Unix sockets: one end knows its path, the other has none. */
export function unixAddress(path: string | null): Address {
  return { family: "unix", path };
}
