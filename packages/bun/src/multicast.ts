import type { DriverDatagramSetting, DriverMembership } from "@anysock/core";
import { interfaceFor } from "./interface.ts";
import { kernel } from "./kernel.ts";

// Numbers of Linux (linux/in.h, linux/in6.h).
const SOL_IP = 0;
const IP_MULTICAST_IF = 32;
const IP_MULTICAST_TTL = 33;
const IP_MULTICAST_LOOP = 34;
const SOL_IPV6 = 41;
const IPV6_MULTICAST_IF = 17;
const IPV6_MULTICAST_HOPS = 18;
const IPV6_MULTICAST_LOOP = 19;

/** MCAST_JOIN_GROUP and so on, the same for both families (RFC 3678, 5.1); with a source, the second of each. */
const membershipOptions = { join: [42, 46], leave: [45, 47] } as const;

/** Where `struct group_req` has its group, and how long a `struct sockaddr_storage` is. */
const GROUP_AT = 8;
const STORAGE = 128;

type Family = "ipv4" | "ipv6";

/**
 * Joins or leaves. Bun's own `addMembership` names an interface of IPv4 by an address, which not every interface has.
 * @throws Failure
 */
export function changeMembership(
  change: "join" | "leave",
  descriptor: number,
  family: Family,
  group: string,
  { interface: by, source }: DriverMembership,
): void {
  const addresses = source === undefined ? [group] : [group, source];
  const request = new Uint8Array(GROUP_AT + addresses.length * STORAGE);
  new DataView(request.buffer).setUint32(0, by === undefined ? 0 : interfaceFor(by), true);
  for (const [at, host] of addresses.entries()) {
    request.set(kernel().socketAddress({ family, host, port: 0 }), GROUP_AT + at * STORAGE);
  }
  const option = membershipOptions[change][source === undefined ? 0 : 1];
  kernel().setOption(descriptor, family === "ipv6" ? SOL_IPV6 : SOL_IP, option, request);
}

/**
 * Sets those that are given. A socket of IPv6 has them of both families, since it may send to groups of IPv4 as well, and Bun's own
 * set one; its `setMulticastTTL(0)` is EINVAL.
 * @throws Failure
 */
export function setMulticast(
  descriptor: number,
  family: Family,
  { multicastTtl, multicastLoopback, multicastInterface }: DriverDatagramSetting,
): void {
  const index = multicastInterface === undefined ? undefined : interfaceFor(multicastInterface);
  const set = (
    ipv4: number,
    ipv6: number,
    value: number | undefined,
    forIpv4: number | Uint8Array = value ?? 0,
  ): void => {
    if (value === undefined) return;
    kernel().setOption(descriptor, SOL_IP, ipv4, forIpv4);
    if (family === "ipv6") kernel().setOption(descriptor, SOL_IPV6, ipv6, value);
  };
  set(IP_MULTICAST_TTL, IPV6_MULTICAST_HOPS, multicastTtl);
  set(IP_MULTICAST_LOOP, IPV6_MULTICAST_LOOP, multicastLoopback === undefined ? undefined : Number(multicastLoopback));
  set(IP_MULTICAST_IF, IPV6_MULTICAST_IF, index, leavingBy(index ?? 0));
}

/** A `struct ip_mreqn`: group and address are of no matter here (ip(7), IP_MULTICAST_IF). */
function leavingBy(index: number): Uint8Array {
  const request = new Uint8Array(12);
  new DataView(request.buffer).setUint32(8, index, true);
  return request;
}
