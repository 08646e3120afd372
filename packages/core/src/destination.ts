import { type Address, type Endpoint, ipFamily, plainEndpoint, validEndpoint } from "./address.ts";
import type { IpDriverAddress } from "./datagram-driver.ts";
import { Failure, type ResolvedAddress } from "./driver.ts";
import type { Operation } from "./error.ts";

/**
 * Whom a socket can reach: its own family, or IPv4 as `::ffff:…` as well (RFC 3493, 3.7); `any` is one that is not there yet, and will
 * be of the family that it needs.
 */
export type Reach = "ipv4" | "ipv6" | "dual-stack" | "any";

/**
 * The place of a datagram: an IP literal needs no look-up, and gives it now (Node looks up every one, nodejs/node#39468); a name
 * gives its first address within reach, later.
 * @throws SocketError `EINVAL`; Failure `EINVAL`, `ENOTFOUND`
 */
export function destination(
  to: Endpoint | Address,
  operation: Operation,
  reach: Reach,
  resolve: (host: string) => Promise<readonly ResolvedAddress[]>,
  option?: string,
): IpDriverAddress | Promise<IpDriverAddress> {
  const { host, port } = mustBeDestination(to, operation, option);
  const family = ipFamily(host);
  if (family === null) return firstWithinReach(host, port, reach, resolve(host));
  const place = within(reach, { family, host }, port);
  if (place !== null) return place;
  throw refusal(`${host} is not an address of ${reach}, which this socket has`, option);
}

/** What can be told of it without a look-up; `option` is where it was given. @throws SocketError `EINVAL`; Failure `EINVAL` */
export function mustBeDestination(
  to: Endpoint | Address,
  operation: Operation,
  option?: string,
): { readonly host: string; readonly port: number } {
  const endpoint = validEndpoint(plainEndpoint(to, operation, option), operation, option);
  if ("path" in endpoint) throw refusal("datagrams go to { host, port }, not to a path", option);
  const { host, port } = endpoint;
  if (host === undefined) throw refusal("a datagram needs a host to go to", option);
  if (port === 0) throw refusal("port 0 cannot be sent to", option);
  return { host, port };
}

function refusal(detail: string, option: string | undefined): Failure {
  return new Failure("EINVAL", undefined, option === undefined ? detail : `${option}: ${detail}`);
}

async function firstWithinReach(
  host: string,
  port: number,
  reach: Reach,
  looking: Promise<readonly ResolvedAddress[]>,
): Promise<IpDriverAddress> {
  for (const address of await looking) {
    const place = within(reach, address, port);
    if (place !== null) return place;
  }
  throw new Failure("ENOTFOUND", undefined, `${host} has no address of ${reach}, which this socket has`);
}

function within(reach: Reach, { family, host }: ResolvedAddress, port: number): IpDriverAddress | null {
  if (family === "ipv4" && reach === "dual-stack") return { family: "ipv6", host: `::ffff:${host}`, port };
  return family === "ipv4" && reach === "ipv6"
    ? null
    : family === "ipv6" && reach === "ipv4"
      ? null
      : { family, host, port };
}

/** What goes over IPv4 in the end, also from a socket of IPv6. */
export function isIpv4(host: string): boolean {
  return !host.includes(":") || /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(host);
}

/** The address that means everybody on the link (RFC 919, 7). */
export function isLimitedBroadcast(host: string): boolean {
  return host === "255.255.255.255" || host.toLowerCase() === "::ffff:255.255.255.255";
}
