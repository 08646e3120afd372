import type { DriverDatagramSetting, DriverMembership } from "./datagram-driver.ts";
import { Failure } from "./driver.ts";
import { encodeSocketAddress } from "./socket-address.ts";

/** What setsockopt(2) takes: a level, a name, and an `int` or a structure. */
export interface MulticastOption {
  readonly level: number;
  readonly name: number;
  readonly value: number | Uint8Array<ArrayBuffer>;
}

type Family = "ipv4" | "ipv6";

// Numbers of Linux (linux/in.h, linux/in6.h), as on x86-64 and arm64.
const levels = { ipv4: 0, ipv6: 41 } as const;
const ttl = { ipv4: 33, ipv6: 18 } as const;
const loopback = { ipv4: 34, ipv6: 19 } as const;
const leavingBy = { ipv4: 32, ipv6: 17 } as const;

/** Where `struct ifreq` has its name and its address, and how long it is (netdevice(7)). */
const INTERFACE_NAME = 16;
const INTERFACE_ADDRESS = 20;
const INTERFACE_REQUEST = 40;

/** SIOCGIFADDR of ioctl(2), which takes what {@link interfaceRequest} gives on a socket of IPv4. */
export const SIOCGIFADDR = 0x8915;

/** For a driver with system calls of Linux: asks for the address of the interface of this name, which there is. */
export function interfaceRequest(name: string): Uint8Array<ArrayBuffer> {
  const request = new Uint8Array(INTERFACE_REQUEST);
  new TextEncoder().encodeInto(name, request.subarray(0, INTERFACE_NAME - 1));
  return request;
}

/** The four bytes of it, once it has been answered. */
export function interfaceAnswer(request: Uint8Array): Uint8Array {
  return request.slice(INTERFACE_ADDRESS, INTERFACE_ADDRESS + 4);
}

/** MCAST_JOIN_GROUP and so on, the same for both families (RFC 3678, 5.1); with a source, the second of each. */
const changes = { join: [42, 46], leave: [45, 47] } as const;

/** Where `struct group_req` has its group, and how long a `struct sockaddr_storage` is. */
const GROUP_AT = 8;
const STORAGE = 128;

/**
 * For a driver with system calls of Linux: what sets those that are given. A socket of IPv6 has each for both families, since it may
 * send to groups of IPv4 as well, for which Linux keeps the options of IPv4. `indexOf` is if_nametoindex(3), and `addressOf` gives the four
 * bytes of an interface's address, or `undefined` where it has none (netdevice(7), SIOCGIFADDR).
 * @throws Failure `EINVAL` (no such interface)
 */
export function multicastOptions(
  family: Family,
  { multicastTtl, multicastLoopback, multicastInterface }: DriverDatagramSetting,
  indexOf: (name: string) => number,
  addressOf: (name: string) => Uint8Array | undefined,
): readonly MulticastOption[] {
  const families: readonly Family[] = family === "ipv6" ? ["ipv4", "ipv6"] : ["ipv4"];
  const set: MulticastOption[] = [];
  const add = (names: Readonly<Record<Family, number>>, value: (of: Family) => MulticastOption["value"]): void => {
    for (const of of families) set.push({ level: levels[of], name: names[of], value: value(of) });
  };
  // First, because it alone can be refused, here and by the system (to a socket that is bound to another link): then nothing has been set.
  if (multicastInterface !== undefined) {
    const index = interfaceIndex(multicastInterface, indexOf);
    const address = addressOf(multicastInterface);
    add(leavingBy, (of) => (of === "ipv4" ? membershipBy(index, address) : index));
  }
  if (multicastTtl !== undefined) add(ttl, () => multicastTtl);
  if (multicastLoopback !== undefined) add(loopback, () => Number(multicastLoopback));
  return set;
}

/**
 * A `struct ip_mreqn`, whose group is of no matter here (ip(7), IP_MULTICAST_IF). The address is what datagrams come from: without one
 * Linux looks for one that is good beyond this machine, which that of `lo` is not, and takes another interface's.
 */
function membershipBy(index: number, address: Uint8Array | undefined): Uint8Array<ArrayBuffer> {
  const request = new Uint8Array(12);
  if (address !== undefined) request.set(address, 4);
  new DataView(request.buffer).setUint32(8, index, true);
  return request;
}

/**
 * For a driver with system calls of Linux: what joins a group or leaves it, by the index of its interface, which one without an address
 * has as well. `indexOf` is if_nametoindex(3).
 * @throws Failure `EINVAL` (no such interface, that of the source's zone as well)
 */
export function membershipOption(
  change: "join" | "leave",
  family: Family,
  group: string,
  { interface: by, source }: DriverMembership,
  indexOf: (name: string) => number,
): MulticastOption {
  const addresses = source === undefined ? [group] : [group, source];
  const request = new Uint8Array(GROUP_AT + addresses.length * STORAGE);
  new DataView(request.buffer).setUint32(0, by === undefined ? 0 : interfaceIndex(by, indexOf), true);
  for (const [at, host] of addresses.entries()) {
    const encoded = encodeSocketAddress({ family, host, port: 0 }, (zone) => interfaceIndex(zone, indexOf));
    request.set(encoded, GROUP_AT + at * STORAGE);
  }
  return { level: levels[family], name: changes[change][source === undefined ? 0 : 1], value: request };
}

function interfaceIndex(name: string, indexOf: (name: string) => number): number {
  const index = indexOf(name);
  if (index === 0) throw noInterface(name);
  return index;
}

/** For a driver: the failure of an interface that is not there. */
export function noInterface(name: string): Failure {
  return new Failure("EINVAL", undefined, `${name} is no interface here; see \`ip link\``);
}
