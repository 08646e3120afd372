import { ipFamily } from "./address.ts";
import type { DriverDatagramSocket } from "./datagram-driver.ts";
import { type MembershipOptions, membershipFault } from "./datagram-options.ts";
import { Failure } from "./driver.ts";
import { type Able, unsupported } from "./options.ts";
import { shown } from "./shown.ts";

/**
 * The multicast groups of a socket. They are counted here, so that joining twice and leaving what was not joined say the same on
 * every runtime, in the words of Linux: `EADDRINUSE` and `EADDRNOTAVAIL` (net/ipv4/igmp.c).
 */
export class Memberships {
  readonly #able: Able;
  readonly #family: "ipv4" | "ipv6";
  readonly #joined = new Set<string>();

  constructor(able: Able, family: "ipv4" | "ipv6") {
    this.#able = able;
    this.#family = family;
  }

  /** @throws SocketError `EINVAL`, `ENOTSUP`; Failure `EADDRINUSE`, or what the system said */
  async join(driver: DriverDatagramSocket, group: string, options: MembershipOptions): Promise<void> {
    const key = this.#key("join", group, options);
    if (this.#joined.has(key)) throw new Failure("EADDRINUSE", undefined, `${group} has been joined already`);
    this.#joined.add(key);
    try {
      await driver.join(group, { interface: options.interface, source: options.source });
    } catch (error) {
      this.#joined.delete(key);
      throw error;
    }
  }

  /** @throws SocketError `EINVAL`, `ENOTSUP`; Failure `EADDRNOTAVAIL`, or what the system said */
  async leave(driver: DriverDatagramSocket, group: string, options: MembershipOptions): Promise<void> {
    const key = this.#key("leave", group, options);
    if (!this.#joined.delete(key)) throw new Failure("EADDRNOTAVAIL", undefined, `${group} has not been joined`);
    await driver.leave(group, { interface: options.interface, source: options.source });
  }

  #key(operation: "join" | "leave", group: string, options: MembershipOptions): string {
    const fault = groupFault(group, this.#family) ?? membershipFault(options) ?? this.#sourceFault(options.source);
    if (fault !== undefined) throw new Failure("EINVAL", undefined, fault);
    const capability =
      options.source === undefined
        ? options.interface === undefined
          ? "udp:multicast"
          : "udp:multicast-interface"
        : "udp:multicast-source";
    if (!this.#able.supports.has(capability)) throw unsupported(this.#able, capability, operation, { scheme: "udp" });
    return `${group.toLowerCase()} ${options.interface ?? ""} ${options.source ?? ""}`;
  }

  #sourceFault(source: unknown): string | undefined {
    if (source === undefined || (typeof source === "string" && ipFamily(source) === this.#family)) return undefined;
    return `source ${shown(source)} is not an address of ${this.#family}`;
  }
}

/** What is wrong with a group of this family, or `undefined`: 224.0.0.0/4 (RFC 5771) and ff00::/8 (RFC 4291, 2.7) are multicast. */
function groupFault(group: unknown, family: "ipv4" | "ipv6"): string | undefined {
  const isGroup = typeof group === "string" && ipFamily(group) === family && isMulticast(group);
  if (!isGroup) return `group ${shown(group)} is not a multicast address of ${family}`;
  return group.includes("%") ? `group ${shown(group)} has a zone: name the interface as an option instead` : undefined;
}

function isMulticast(host: string): boolean {
  const first = Number.parseInt(host, 10);
  return host.includes(":") ? /^ff[\da-f]{2}:/i.test(host) : first >= 224 && first <= 239;
}
