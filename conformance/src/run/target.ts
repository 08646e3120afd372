import { lookup } from "node:dns/promises";
import { type Endpoint, ipFamily, parseEndpoint, SocketError } from "@anysock/core";
import type { Transport } from "@anysock/protocol-spec";
import { UsageError } from "./usage-error.ts";

/** A server that somebody named by its URL. */
export interface Target {
  /** As it was typed. */
  readonly url: string;
  readonly scheme: "tcp" | "unix";
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
  if (scheme === "udp")
    throw new UsageError(`${url}: datagrams are not tested yet; accepted are tcp://HOST:PORT and unix:/PATH`);
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
export function transportsOf({ endpoint }: Target): readonly Transport[] {
  if ("path" in endpoint) return ["unix"];
  const family = endpoint.host === undefined ? null : ipFamily(endpoint.host);
  if (family === null) return ["tcp4", "tcp6"];
  return [family === "ipv6" ? "tcp6" : "tcp4"];
}

/**
 * The addresses that a target may mean, in the order of the system's resolver. No host means localhost.
 * @throws UsageError where the name has none.
 */
export async function addressesOf(target: Target): Promise<readonly [TargetAddress, ...TargetAddress[]]> {
  const { url, endpoint } = target;
  if ("path" in endpoint) return [{ url, transport: "unix", address: url }];
  const host = endpoint.host ?? "localhost";
  const hosts = ipFamily(host) === null ? await resolved(url, host) : [host];
  const [first, ...others] = hosts.map((literal): TargetAddress => {
    const isIpv6 = ipFamily(literal) === "ipv6";
    return {
      url,
      transport: isIpv6 ? "tcp6" : "tcp4",
      address: `tcp://${isIpv6 ? `[${literal}]` : literal}:${endpoint.port}`,
    };
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
