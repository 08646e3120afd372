import { ipFamily } from "./address.ts";
import type { Capability } from "./capability.ts";
import type { DriverDatagramSocket, DriverMembership } from "./datagram-driver.ts";
import { type MembershipOptions, membershipFault } from "./datagram-options.ts";
import { isLimitedBroadcast } from "./destination.ts";
import { inHexadecimal } from "./dotted-end.ts";
import { Failure } from "./driver.ts";
import { type Able, unsupported } from "./options.ts";
import { shown } from "./shown.ts";
import { zoneFault } from "./zone.ts";

/**
 * The multicast groups of a socket. They are counted here, so that joining twice and leaving what was not joined say the same on
 * every runtime, in the words of Linux: `EADDRINUSE` and `EADDRNOTAVAIL` (net/ipv4/igmp.c). What is asked of one group is done in
 * the order in which it was asked, as system calls are.
 */
export class Memberships {
  readonly #able: Able;
  readonly #family: "ipv4" | "ipv6";
  readonly #joined = new Map<string, Joined>();
  /** What was asked last of a group, until it is done. */
  readonly #last = new Map<string, Promise<void>>();

  constructor(able: Able, family: "ipv4" | "ipv6") {
    this.#able = able;
    this.#family = family;
  }

  /** @throws SocketError `EINVAL`, `ENOTSUP`; Failure `EADDRINUSE`, or what the system said */
  async join(open: () => DriverDatagramSocket | null, group: string, options: MembershipOptions): Promise<void> {
    const one = this.#one("join", group, options);
    await this.#inTurn(one.group, async () => {
      const joined = this.#joined.get(one.group) ?? new Map();
      const inUse = inUseFault(joined, one);
      if (inUse !== undefined) throw new Failure("EADDRINUSE", undefined, `${group} ${inUse}`);
      await stillOpen(open).join(one.group, one.membership);
      const sources = joined.get(one.by) ?? new Set();
      this.#joined.set(one.group, joined.set(one.by, sources.add(one.source)));
    });
  }

  /** @throws SocketError `EINVAL`, `ENOTSUP`; Failure `EADDRNOTAVAIL`, or what the system said: it can be tried again then */
  async leave(open: () => DriverDatagramSocket | null, group: string, options: MembershipOptions): Promise<void> {
    const one = this.#one("leave", group, options);
    await this.#inTurn(one.group, async () => {
      const joined = this.#joined.get(one.group);
      const sources = joined?.get(one.by);
      if (joined === undefined || sources?.has(one.source) !== true) {
        throw new Failure("EADDRNOTAVAIL", undefined, `${group} has not been joined`);
      }
      await stillOpen(open).leave(one.group, one.membership);
      sources.delete(one.source);
      if (sources.size === 0) joined.delete(one.by);
      if (joined.size === 0) this.#joined.delete(one.group);
    });
  }

  /** Behind what was asked of the same group before, however that ended; at once where there is nothing. */
  #inTurn(group: string, act: () => Promise<void>): Promise<void> {
    const turn = this.#last.get(group)?.then(act, act) ?? act();
    this.#last.set(group, turn);
    const done = (): void => {
      if (this.#last.get(group) === turn) this.#last.delete(group);
    };
    turn.then(done, done);
    return turn;
  }

  #one(operation: "join" | "leave", group: string, options: MembershipOptions): Membership {
    const fault = groupFault(group, this.#family) ?? membershipFault(options) ?? this.#sourceFault(options.source);
    if (fault !== undefined) throw new Failure("EINVAL", undefined, fault);
    const lacking = needsOf(options).find((needed) => !this.#able.supports.has(needed));
    if (lacking !== undefined) throw unsupported(this.#able, lacking, operation, { scheme: "udp" });
    const source = options.source === undefined ? undefined : normal(options.source);
    const membership = { interface: options.interface, source };
    return { group: normal(group), membership, by: options.interface ?? CHOSEN, source: source ?? ANY };
  }

  #sourceFault(source: unknown): string | undefined {
    if (source === undefined) return undefined;
    if (typeof source !== "string" || ipFamily(source) !== this.#family) {
      return `source ${shown(source)} is not an address of ${this.#family}`;
    }
    // RFC 4607, 1: the source is a unicast address.
    if (isMulticast(source)) return `source ${shown(source)} is a group, and not the address of one sender`;
    if (isUnspecified(source) || isLimitedBroadcast(source)) {
      return `source ${shown(source)} is not the address of one sender`;
    }
    const zone = zoneFault(source);
    return zone === undefined ? undefined : `source ${shown(source)}: ${zone}`;
  }
}

function needsOf({ interface: by, source }: MembershipOptions): readonly Capability[] {
  const needs: Capability[] = ["udp:multicast"];
  if (by !== undefined) needs.push("udp:multicast-interface");
  if (source !== undefined) needs.push("udp:multicast-source");
  return needs;
}

/** The socket may have been closed while something else was waited for. */
function stillOpen(open: () => DriverDatagramSocket | null): DriverDatagramSocket {
  const driver = open();
  if (driver === null) throw new Failure("ECLOSED");
  return driver;
}

/** The group and the source are the same for every spelling of them. */
interface Membership {
  readonly group: string;
  readonly membership: DriverMembership;
  /** The interface, or {@link CHOSEN}. */
  readonly by: string;
  /** Or {@link ANY}. */
  readonly source: string;
}

/** The memberships of one group: by the interface, the sources. */
type Joined = Map<string, Set<string>>;

/** Where a group is joined without an interface: on the one that the system chooses. */
const CHOSEN = "";

/** Where a group is joined without a source. */
const ANY = "";

/**
 * Linux has one filter for a group on an interface: to join it with a source as well would end, in silence, the membership that takes
 * datagrams from anybody.
 */
function inUseFault(joined: Joined, { by, source }: Membership): string | undefined {
  const sources = joined.get(by);
  if (sources === undefined) return otherChoiceFault(joined, by);
  if (sources.has(source)) return "has been joined already";
  if (sources.has(ANY))
    return "has been joined for all sources there: leave it first, or give the source to another socket";
  return source === ANY
    ? "has been joined for single sources there: leave them first, or join it with another socket"
    : undefined;
}

/**
 * The interface that the system chooses may be the one that is named, which core does not know. Linux does, but says so as it comes: of
 * IPv6 the choice is EADDRINUSE behind every name and a name is not behind the choice, of IPv4 neither is, and leave(2) without an
 * interface may end the membership on one that was named (ip_mc_leave_group, ipv6_sock_mc_drop).
 */
function otherChoiceFault(joined: Joined, by: string): string | undefined {
  if (by === CHOSEN) {
    return joined.size > 0
      ? "has been joined on interfaces that were named: name one here as well, or leave it there first"
      : undefined;
  }
  return joined.has(CHOSEN)
    ? "has been joined on the interface that the system chose: leave it first, and name each interface"
    : undefined;
}

/** The one spelling of an address (RFC 5952, but for the dotted end that this has no use for); the zone, a name, stays as it is. */
function normal(host: string): string {
  if (!host.includes(":")) return host;
  const [plain, zone] = host.split("%");
  const text = new URL(`http://[${inHexadecimal(plain ?? "")}]`).hostname.slice(1, -1);
  return zone === undefined ? text : `${text}%${zone}`;
}

/** What is wrong with a group of this family, or `undefined`: 224.0.0.0/4 (RFC 5771) and ff00::/8 (RFC 4291, 2.7) are multicast. */
function groupFault(group: unknown, family: "ipv4" | "ipv6"): string | undefined {
  const isGroup = typeof group === "string" && ipFamily(group) === family && isMulticast(group);
  if (!isGroup) return `group ${shown(group)} is not a multicast address of ${family}`;
  return group.includes("%") ? `group ${shown(group)} has a zone: name the interface as an option instead` : undefined;
}

/** RFC 1122, 3.2.1.3, and RFC 4291, 2.5.2, in any spelling. */
function isUnspecified(host: string): boolean {
  return host === "0.0.0.0" || normal(host) === "::";
}

function isMulticast(host: string): boolean {
  const first = Number.parseInt(host, 10);
  return host.includes(":") ? /^ff[\da-f]{2}:/i.test(host) : first >= 224 && first <= 239;
}
