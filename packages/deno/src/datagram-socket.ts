import {
  type Address,
  type DatagramEvents,
  DONE,
  type DriverDatagramSetting,
  type DriverDatagramSocket,
  type DriverMembership,
  Failure,
  type IpDriverAddress,
  ipAddress,
  isWildcard,
  LATER,
  type Later,
  NOBODY_RECEIVES,
  zoneFailure,
  zoneOf,
} from "@anysock/core";
import type { DatagramOptionSetter } from "./datagram-options.ts";
import { failureOf } from "./failure.ts";
import { spelled } from "./spelling.ts";

/** The descriptors of open sockets. */
export const owned: Set<number> = new Set();

/**
 * More bytes than any datagram has: Deno cuts off what does not fit, and does not tell. Its own memory, where it is given none, has
 * 65,507, fewer than one of IPv6 may have, and each datagram is a view of so many.
 */
const SCRATCH = 65_536;

/** So many failures to receive in a row are not of any datagram's any more. */
const PATIENCE = 20;

/** A datagram that waits for those before it: Deno may let sends that are under way at once overtake each other. */
interface Unsent {
  readonly data: Uint8Array;
  readonly length: number;
  readonly to: Deno.NetAddr;
  next: Unsent | undefined;
}

/** At runtime since Deno 1.x, and not in its types. */
interface Referable {
  ref(): void;
  unref(): void;
}

/** A datagram socket of Deno's, as core asks for one. */
export class DenoDatagramSocket implements DriverDatagramSocket {
  readonly local: Address;
  readonly #socket: Deno.DatagramConn & Referable;
  readonly #setter: DatagramOptionSetter | undefined;
  #events: DatagramEvents;
  /** Where a connected socket sends to, and whom it hears. */
  readonly #peer: Deno.NetAddr | undefined;
  readonly #heard: string | undefined;
  /** An address whose zone is that of all others. */
  readonly #zoned: IpDriverAddress | undefined;
  readonly #scratch: Uint8Array<ArrayBuffer> = new Uint8Array(SCRATCH);
  #receiving: Promise<void>;
  /** Failures to receive in a row. */
  #failures = 0;
  #sending: Promise<void> | undefined;
  #first: Unsent | undefined;
  #last: Unsent | undefined;
  readonly #memberships: Map<string, { leave(): Promise<void> }> = new Map();

  constructor(
    socket: Deno.DatagramConn,
    local: Address,
    at: IpDriverAddress,
    remote: IpDriverAddress | undefined,
    events: DatagramEvents,
    setter: DatagramOptionSetter | undefined,
  ) {
    this.#socket = socket as Deno.DatagramConn & Referable;
    this.local = local;
    this.#events = events;
    this.#setter = setter;
    if (setter !== undefined) owned.add(setter.descriptor);
    this.#peer = remote === undefined ? undefined : netAddress(remote);
    this.#heard =
      remote === undefined ? undefined : spelled(isWildcard(remote) ? LOOPBACK[remote.family] : remote.host);
    this.#zoned = [remote, at].find((one) => one !== undefined && zoneOf(one.host) !== undefined);
    this.#receiving = this.#receive();
  }

  /** Two at once are answered in the other order, so there is one at a time. */
  #receive(): Promise<void> {
    return this.#socket.receive(this.#scratch).then(this.#onReceived, this.#onReceiveFailed);
  }

  readonly #onReceived = ([data, from]: [Uint8Array, Deno.Addr]): void => {
    const { hostname, port } = from as Deno.NetAddr;
    this.#failures = 0;
    // Deno does not connect(2): the kernel knows of no peer, and lets everybody in.
    if (this.#peer === undefined || (port === this.#peer.port && hostname === this.#heard)) {
      const zoned = this.#zoned;
      const host = zoned === undefined ? hostname : hostOf(ipAddress(hostname, port, zoned));
      // A copy of its own length: the scratch is filled again, and a view of it would pin all of it.
      this.#events.received(data.slice(), host, port);
    }
    // Whoever was told may have closed the socket.
    if (this.#events !== NOBODY_RECEIVES) this.#receiving = this.#receive();
  };

  /** On a socket that the kernel has not connected no failure is a peer's; one that passes is nobody's. */
  readonly #onReceiveFailed = (error: unknown): void => {
    if (this.#events === NOBODY_RECEIVES) return;
    if (++this.#failures >= PATIENCE) this.#events.failed(failureOf(error));
    else this.#receiving = this.#receive();
  };

  send(data: Uint8Array, to: IpDriverAddress | null): Later {
    const one: Unsent = {
      data,
      length: data.length,
      to: to === null ? (this.#peer as Deno.NetAddr) : netAddress(to),
      next: undefined,
    };
    if (this.#last === undefined) {
      this.#first = this.#last = one;
      this.#start(one);
    } else {
      this.#last = this.#last.next = one;
    }
    return LATER;
  }

  /** Memory that was transferred before its turn would leave as an empty datagram. */
  #start({ data, length, to }: Unsent): void {
    const sending = data.length < length ? Promise.reject(goneFailure()) : this.#socket.send(data, to);
    this.#sending = sending.then(this.#onSent, this.#onSendFailed);
  }

  readonly #onSent = (): void => {
    this.#startNext();
    this.#events.sent(DONE);
  };

  readonly #onSendFailed = (error: unknown): void => {
    const { hostname = "", port = 0 } = this.#first?.to ?? {};
    this.#startNext();
    this.#events.sent(zoneFailure({ family: "ipv6", host: hostname, port }, failureOf(error)));
  };

  #startNext(): void {
    const next = this.#first?.next;
    this.#first = next;
    if (next === undefined) this.#last = undefined;
    else if (this.#events !== NOBODY_RECEIVES) this.#start(next);
  }

  async join(group: string, membership: DriverMembership): Promise<void> {
    await this.#whileOpen(async () => {
      if (isPlain(membership)) this.#memberships.set(group, await this.#join(group));
      else this.#setter?.join(group, membership);
    });
  }

  /** On the interface that the system's routes choose. */
  #join(group: string): Promise<{ leave(): Promise<void> }> {
    return group.includes(":")
      ? this.#socket.joinMulticastV6(group, 0)
      : this.#socket.joinMulticastV4(group, "0.0.0.0");
  }

  async leave(group: string, membership: DriverMembership): Promise<void> {
    await this.#whileOpen(async () => {
      if (!isPlain(membership)) {
        this.#setter?.leave(group, membership);
        return;
      }
      await this.#memberships.get(group)?.leave();
      this.#memberships.delete(group);
    });
  }

  /** Without FFI there is nothing to set: Deno always has broadcasting on, and switching it off is not in `supports`. */
  async set(options: DriverDatagramSetting): Promise<void> {
    await this.#whileOpen(async () => this.#setter?.set(options));
  }

  /** A descriptor that has been closed may be somebody else's by now, and Deno has no code for a socket that it does not know any more. */
  async #whileOpen(act: () => Promise<void>): Promise<void> {
    if (this.#events === NOBODY_RECEIVES) throw new Failure("ECLOSED");
    try {
      await act();
    } catch (error) {
      throw this.#events === NOBODY_RECEIVES ? new Failure("ECLOSED", error) : failureOf(error);
    }
  }

  /** The kernel's socket lives until what was pending has been answered. */
  async close(): Promise<void> {
    this.#events = NOBODY_RECEIVES;
    if (this.#setter !== undefined) owned.delete(this.#setter.descriptor);
    this.#socket.close();
    await this.#receiving;
    await this.#sending;
  }

  ref(): void {
    this.#socket.ref();
  }

  unref(): void {
    this.#socket.unref();
  }
}

/** Where one gets that sends to all zeros (Linux). */
const LOOPBACK = { ipv4: "127.0.0.1", ipv6: "::1" } as const;

function netAddress({ host, port }: IpDriverAddress): Deno.NetAddr {
  return { transport: "udp", hostname: host, port };
}

function hostOf(address: Address): string {
  return address.family === "unix" ? "" : address.host;
}

/** Deno's own memberships have neither. */
function isPlain({ interface: by, source }: DriverMembership): boolean {
  return by === undefined && source === undefined;
}

function goneFailure(): Failure {
  return new Failure(
    "EINVAL",
    undefined,
    "the memory of the datagram was transferred to somebody else before its turn came",
  );
}
