import type { Address, Endpoint } from "./address.ts";
import type { SocketError } from "./error.ts";
import { aBoolean, anInteger, type Check } from "./option-checks.ts";
import { type Able, faultAgainst, type OptionRule, onIpv6, waitRules, whenFalse, whenTrue } from "./options.ts";
import { shown } from "./shown.ts";
import type { Wait } from "./wait.ts";

/** What can be changed of a bound socket as well. */
export interface DatagramOptions {
  /** `true`: may send to broadcast addresses, which is `EACCES` otherwise (socket(7), SO_BROADCAST). Default `false`. */
  readonly broadcast?: boolean;
  /** Routers that a multicast datagram may pass, 0 to 255; with 0 it stays on this machine (ip(7), IP_MULTICAST_TTL). The system's default is 1. */
  readonly multicastTtl?: number;
  /** Whether members on this machine get what this socket sends to a group (ip(7), IP_MULTICAST_LOOP). The system's default is `true`. */
  readonly multicastLoopback?: boolean;
  /** Name of the interface by which multicast datagrams leave, from its address where it has one (ip(7), IP_MULTICAST_IF). Default: the system's choice. */
  readonly multicastInterface?: string;
}

/** Its `signal` and `timeout` end the look-up of names, which is all that binding waits for. */
export interface BindOptions extends DatagramOptions, Wait {
  /**
   * Connects the socket (connect(2)): it sends to this peer alone and takes datagrams from nobody else. Where `at` names no host, the
   * system chooses the address.
   */
  readonly remote?: Endpoint | Address;
  /** Bytes of datagrams that wait for `receive()` in this process, 256 more for each; further ones are `dropped`. Default 262,144. */
  readonly queue?: number;
  /** `true`: a socket on `::` takes no datagrams from IPv4 (RFC 3493, 5.3). Default `false`: it takes both. */
  readonly ipv6Only?: boolean;
  /** Several sockets share one address; each gets every multicast datagram, and one of them any other (socket(7), SO_REUSEADDR). Default `false`. */
  readonly reuseAddress?: boolean;
  /** Several sockets share one port, and the kernel spreads the senders among them (socket(7), SO_REUSEPORT). Default `false`. */
  readonly reusePort?: boolean;
}

/** Which group on which interface, from whom. */
export interface MembershipOptions {
  /** Name of the interface. Default: the system's choice, by its routes. */
  readonly interface?: string;
  /** Takes datagrams from this address alone (source-specific multicast, RFC 4607). A link-local one has its zone. */
  readonly source?: string;
}

/** About what the kernel itself keeps for a socket (`net.core.rmem_default` is 212,992). */
export const DEFAULT_QUEUE = 262_144;

/** IFNAMSIZ of Linux is 16 with the closing NUL; `/` and white space are not allowed (net/core/dev.c, `dev_valid_name`). */
const INTERFACE = /^(?!\.{1,2}$)[^/:\s\0]{1,15}$/;

const anInterface: Check = (value) =>
  typeof value === "string" && INTERFACE.test(value)
    ? undefined
    : "is not the name of an interface, as `ip link` shows it";

const settingRules: Readonly<Record<keyof DatagramOptions, OptionRule>> = {
  broadcast: { check: aBoolean, evenFalse: true, needs: whenFalse("udp:broadcast") },
  multicastTtl: { check: anInteger(0, 255), needs: () => "udp:multicast-ttl" },
  multicastLoopback: { check: aBoolean, evenFalse: true, needs: () => "udp:multicast-loopback" },
  multicastInterface: { check: anInterface, needs: () => "udp:multicast-interface" },
};

const bindRules: Readonly<Record<keyof BindOptions, OptionRule>> = {
  ...settingRules,
  signal: waitRules["signal"] as OptionRule,
  timeout: waitRules["timeout"] as OptionRule,
  // Checked as an endpoint, with the family that is bound.
  remote: {
    check: (value) =>
      typeof value === "object" && value !== null ? undefined : `is not an endpoint: expected { host, port }`,
  },
  queue: { check: anInteger(1, 1_073_741_824) },
  ipv6Only: { check: aBoolean, only: onIpv6, needs: whenTrue("udp:ipv6Only") },
  reuseAddress: { check: aBoolean, needs: whenTrue("udp:reuseAddress") },
  reusePort: { check: aBoolean, needs: whenTrue("udp:reusePort") },
};

/** What is wrong with the options of `bind()`: `EINVAL`, or `ENOTSUP` where the runtime lacks one. */
export function bindFault(able: Able, options: BindOptions, address: Endpoint): SocketError | null {
  return faultAgainst(bindRules, able, "bind", options, { address, scheme: "udp" });
}

/** The same of `set()`. */
export function settingFault(able: Able, options: DatagramOptions, address: Address): SocketError | null {
  return faultAgainst(settingRules, able, "set", options, { address, scheme: "udp" });
}

/** What is wrong with the options of `join()` and `leave()`, in words; the runtime's abilities are another question. */
export function membershipFault(options: MembershipOptions): string | undefined {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    return `${shown(options)} is not { interface, source }`;
  }
  // Not only own properties, so that a bare AbortSignal in place of the object is told as well.
  for (const name in options) {
    if (name !== "interface" && name !== "source") return `there is no option ${name}; known are interface, source`;
  }
  const wrong = options.interface === undefined ? undefined : anInterface(options.interface);
  return wrong === undefined ? undefined : `interface ${shown(options.interface)} ${wrong}`;
}
