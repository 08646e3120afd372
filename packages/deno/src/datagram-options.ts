import { type DriverDatagramSetting, type DriverMembership, encodeSocketAddress } from "@anysock/core";
import { interfaceFor } from "./interface.ts";
import { kernel } from "./kernel.ts";

type Family = "ipv4" | "ipv6";
type Level = readonly [level: number, name: number];

const SOL_SOCKET = 1;
const IPPROTO_IP = 0;
const IPPROTO_IPV6 = 41;

const levels = { ipv4: IPPROTO_IP, ipv6: IPPROTO_IPV6 } as const;

/** Of Linux: socket(7), ip(7), ipv6(7). The values are an `int` each, and an interface of IPv4 a `struct ip_mreqn`. */
const options: Readonly<Record<keyof DriverDatagramSetting, Readonly<Record<Family, Level>>>> = {
  broadcast: { ipv4: [SOL_SOCKET, 6], ipv6: [SOL_SOCKET, 6] },
  multicastTtl: { ipv4: [IPPROTO_IP, 33], ipv6: [IPPROTO_IPV6, 18] },
  multicastLoopback: { ipv4: [IPPROTO_IP, 34], ipv6: [IPPROTO_IPV6, 19] },
  multicastInterface: { ipv4: [IPPROTO_IP, 32], ipv6: [IPPROTO_IPV6, 17] },
};

/** RFC 3678, 5: the same for both families. */
const MCAST_JOIN_GROUP = 42;
const MCAST_LEAVE_GROUP = 45;
const MCAST_JOIN_SOURCE_GROUP = 46;
const MCAST_LEAVE_SOURCE_GROUP = 47;

/** Lengths of `struct sockaddr_storage`, and of what stands before it in a `struct group_req`. */
const STORAGE = 128;
const GROUP = 8;

/** What no option of Deno's own sets, on the descriptor of one of its datagram sockets. All throw a {@link Failure}. */
export class DatagramOptionSetter {
  readonly descriptor: number;
  readonly #family: Family;

  constructor(descriptor: number, family: Family) {
    this.descriptor = descriptor;
    this.#family = family;
  }

  set(settings: DriverDatagramSetting): void {
    const { broadcast, multicastTtl, multicastLoopback, multicastInterface } = settings;
    // What can be wrong with them comes first, so that nothing is set where it is.
    const index = multicastInterface === undefined ? undefined : interfaceFor(multicastInterface);
    if (broadcast !== undefined) this.#setInt("broadcast", Number(broadcast));
    if (multicastTtl !== undefined) this.#setInt("multicastTtl", multicastTtl);
    if (multicastLoopback !== undefined) this.#setInt("multicastLoopback", Number(multicastLoopback));
    if (index !== undefined) this.#setInterface(index);
  }

  /** A socket of IPv6 may also send to groups of IPv4 (`::ffff:…`), for which Linux keeps the options of IPv4. */
  #families(): readonly Family[] {
    return this.#family === "ipv6" ? ["ipv6", "ipv4"] : ["ipv4"];
  }

  #setInt(name: "broadcast" | "multicastTtl" | "multicastLoopback", value: number): void {
    for (const family of this.#families())
      this.#call(options[name][family], new Uint8Array(Int32Array.of(value).buffer));
  }

  #setInterface(index: number): void {
    const { multicastInterface } = options;
    for (const family of this.#families()) {
      const value = family === "ipv6" ? Int32Array.of(index) : Int32Array.of(0, 0, index);
      this.#call(multicastInterface[family], new Uint8Array(value.buffer));
    }
  }

  join(group: string, membership: DriverMembership): void {
    this.#member(MCAST_JOIN_GROUP, MCAST_JOIN_SOURCE_GROUP, group, membership);
  }

  leave(group: string, membership: DriverMembership): void {
    this.#member(MCAST_LEAVE_GROUP, MCAST_LEAVE_SOURCE_GROUP, group, membership);
  }

  #member(any: number, bySource: number, group: string, membership: DriverMembership): void {
    const { source } = membership;
    const request = new Uint8Array(GROUP + (source === undefined ? STORAGE : 2 * STORAGE));
    const index = membership.interface === undefined ? 0 : interfaceFor(membership.interface);
    new DataView(request.buffer).setUint32(0, index, true);
    request.set(socketAddress(group), GROUP);
    if (source !== undefined) request.set(socketAddress(source), GROUP + STORAGE);
    this.#call([levels[this.#family], source === undefined ? any : bySource], request);
  }

  #call([level, name]: Level, value: Uint8Array<ArrayBuffer>): void {
    kernel().setOption(this.descriptor, level, name, value);
  }
}

/** Without a port. */
function socketAddress(host: string): Uint8Array<ArrayBuffer> {
  return encodeSocketAddress({ family: host.includes(":") ? "ipv6" : "ipv4", host, port: 0 }, interfaceFor);
}
