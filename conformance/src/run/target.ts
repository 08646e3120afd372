import { lookup } from "node:dns/promises";
import { type Endpoint, formatAddress, ipFamily, parseEndpoint, SocketError } from "@anysock/core";
import type { Transport } from "@anysock/protocol-spec";
import { UsageError } from "./usage-error.ts";

/** A server that somebody named by its URL. */
export interface Target {
  /** As it was typed. */
  readonly url: string;
  readonly scheme: "tcp" | "udp" | "unix";
  readonly endpoint: Endpoint;
}

/** An address of a target, on one transport, with an IP literal in place of the name. */
export interface TargetAddress {
  readonly url: string;
  readonly transport: Transport;
  readonly address: string;
}

/** @throws UsageError */
export function parseTarget(url: string): Target {
  const { scheme, endpoint } = parseUrl(url);
  if ("port" in endpoint && endpoint.port === 0) {
    throw new UsageError(`${url}: no server can be reached at port 0; accepted are ports 1 to 65535`);
  }
  return { url, scheme, endpoint };
}

/** @throws UsageError */
export function parseUrl(url: string): ReturnType<typeof parseEndpoint> {
  try {
    return parseEndpoint(url);
  } catch (error) {
    if (!(error instanceof SocketError)) throw error;
    // `address: EINVAL (why)`: the URL says more than the operation.
    const why = error.message.slice(error.message.indexOf("(") + 1, -1);
    throw new UsageError(why.startsWith('"') ? why : `${url}: ${why}`);
  }
}

/** The transports that a target may mean: a name may stand for addresses of either family. */
export function transportsOf({ scheme, endpoint }: Target): readonly Transport[] {
  if (scheme === "unix" || "path" in endpoint) return ["unix"];
  const { ipv4, ipv6 } = transportTable[scheme];
  const family = endpoint.host === undefined ? null : ipFamily(endpoint.host);
  if (family === null) return [ipv4, ipv6];
  return [family === "ipv6" ? ipv6 : ipv4];
}

const transportTable = {
  tcp: { ipv4: "tcp4", ipv6: "tcp6" },
  udp: { ipv4: "udp4", ipv6: "udp6" },
} as const;

/**
 * The addresses that a target may mean, in the order of the system's resolver. No host means localhost.
 * @throws UsageError where the name has none.
 */
export async function addressesOf(target: Target): Promise<readonly [TargetAddress, ...TargetAddress[]]> {
  const { url, scheme, endpoint } = target;
  if (scheme === "unix" || "path" in endpoint) return [{ url, transport: "unix", address: url }];
  const host = endpoint.host ?? "localhost";
  const hosts = ipFamily(host) === null ? await resolved(url, host) : [host];
  const [first, ...others] = hosts.map((literal): TargetAddress => {
    const family = ipFamily(literal) === "ipv6" ? "ipv6" : "ipv4";
    const place = { family, host: literal, port: endpoint.port } as const;
    return { url, transport: transportTable[scheme][family], address: formatAddress(place, scheme) };
  });
  if (first === undefined) throw new UsageError(`${url}: the name ${host} has no address`);
  return [first, ...others];
}

async function resolved(url: string, host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    throw new UsageError(`${url}: the name ${host} has no address; check the spelling, or give an IP address`);
  }
}
