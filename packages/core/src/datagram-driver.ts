import type { Address } from "./address.ts";
import type { Done, DriverAddress, Failure, Later } from "./driver.ts";

/**
 * The datagram half of what an adapter writes (UDP, RFC 768). As with streams an operation is answered now, or later through the
 * events object; unlike them, datagrams come by themselves, and core keeps those that nobody has asked for yet.
 *
 * Core's promises: data has at most as many bytes as a datagram of that family can have, a destination is a literal of the socket's
 * own family (of IPv4 on a dual-stack socket as `::ffff:…`) with a port other than 0, and is `null` exactly where the socket is
 * connected; groups are multicast literals of the socket's family, each in one spelling, on the system's choice of an interface or on named ones, and of one group one call is under way at a time;
 * nothing is called after `close`.
 */
export interface DriverDatagramSocket {
  readonly local: Address;
  /**
   * Sends one datagram. Any number may be under way, and `events.sent` answers those that came to {@link Later} in the order of the
   * calls. `data` stays as it is until the answer and is not touched afterwards. A peer that is not there is no failure of a send
   * to another one: what ICMP said of an earlier datagram is reported where the socket is connected, and dropped elsewhere. A zone
   * that is no interface of this machine is `EINVAL`, here and where it binds.
   */
  send(data: Uint8Array, to: IpDriverAddress | null): Done | Failure | Later;
  /** Joins or leaves a multicast group. Both reject with a {@link Failure}. */
  join(group: string, options: DriverMembership): Promise<void>;
  leave(group: string, options: DriverMembership): Promise<void>;
  /** Sets those that are given, or none. Rejects with a {@link Failure}. */
  set(options: DriverDatagramSetting): Promise<void>;
  /** Releases the descriptor. When it settles the address can be bound again. No event follows the call. */
  close(): Promise<void>;
  ref(): void;
  unref(): void;
}

export type IpDriverAddress = Extract<DriverAddress, { readonly host: string }>;

export interface DriverMembership {
  /** Name of the interface; `undefined`: the system's choice. Only given where `supports` has `"udp:multicast-interface"`. */
  readonly interface: string | undefined;
  /** Takes datagrams from this address alone (RFC 4607), whose zone may be no interface here (`EINVAL`). Only given where `supports` has `"udp:multicast-source"`. */
  readonly source: string | undefined;
}

export interface DriverDatagramSetting {
  readonly broadcast?: boolean | undefined;
  readonly multicastTtl?: number | undefined;
  readonly multicastLoopback?: boolean | undefined;
  readonly multicastInterface?: string | undefined;
}

export interface DriverBindOptions {
  readonly ipv6Only: boolean;
  readonly reuseAddress: boolean;
  readonly reusePort: boolean;
  readonly broadcast: boolean;
  /** The one peer that the socket is connected to (connect(2)); of the family that is bound. */
  readonly remote: IpDriverAddress | undefined;
}

export interface DatagramEvents {
  /** A datagram has come, whole. Its memory belongs to core from then on, and pins no more than its own bytes. */
  received(data: Uint8Array, host: string, port: number): void;
  /** Answers the oldest send that was {@link Later}. */
  sent(answer: Done | Failure): void;
  /** What the system said of an earlier datagram (ICMP), on a connected socket. The socket lives. */
  reported(failure: Failure): void;
  /** The socket can no longer receive. */
  failed(failure: Failure): void;
}
