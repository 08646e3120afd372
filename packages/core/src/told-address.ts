import type { Address } from "./address.ts";
import type { DriverAddress } from "./driver.ts";
import { needsZone, zoneOf } from "./zone.ts";

/**
 * For a driver: an address as its runtime tells it, in a host and a port. Where the runtime leaves out the zone of a link-local
 * address (RFC 4007), it is that of the address that was `asked` for.
 */
export function ipAddress(host: string, port: number, asked?: Address | DriverAddress): Address {
  if (!host.includes(":")) return { family: "ipv4", host, port };
  const zone = asked?.family === "ipv6" && needsZone(host) ? zoneOf(asked.host) : undefined;
  return { family: "ipv6", host: zone === undefined || host.includes("%") ? host : `${host}%${zone}`, port };
}

/** For a driver: of the two ends of a Unix connection one knows its path, and the other has none (`null`). */
export function unixAddress(path: string | null): Address {
  return { family: "unix", path };
}

/** `::ffff:192.0.2.1` in any spelling (RFC 4291, 2.5.5.2). */
const MAPPED = /^[0:]*:ffff:(?:\d+\.[\d.]+|[\da-f]{1,4}:[\da-f]{1,4})$/i;

/** For a driver: whether an IPv6 socket speaks IPv4 with this address, so that options of IPv6 have no effect on its packets. */
export function isMappedIpv4(address: Address | DriverAddress): boolean {
  return address.family === "ipv6" && MAPPED.test(address.host);
}

/** All zeros in any spelling, or the same of IPv4 as an IPv6 address. */
const WILDCARD = /^(?:0\.0\.0\.0|[0:]+|[0:]+:ffff:(?:0\.0\.0\.0|0:0))$/i;

/**
 * For a driver: whether a listener takes connections to every address of the machine (POSIX: `INADDR_ANY`, `in6addr_any`), so that
 * its own address is not that of its connections.
 */
export function isWildcard(address: Address | DriverAddress): boolean {
  return address.family !== "unix" && WILDCARD.test(address.host);
}
