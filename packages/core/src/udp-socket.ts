import type { Address, Endpoint } from "./address.ts";
import { asSocketError } from "./as-socket-error.ts";
import { bytesFault, HOW_IT_GOES } from "./bytes.ts";
import type { Datagram, ReceivedDatagram } from "./datagram.ts";
import type { DatagramEvents, DriverDatagramSocket, IpDriverAddress } from "./datagram-driver.ts";
import { DatagramInbox, type InboxOwner, type Receiver } from "./datagram-inbox.ts";
import { type DatagramOptions, type MembershipOptions, settingFault } from "./datagram-options.ts";
import { DatagramOutbox, type OutboxOwner } from "./datagram-outbox.ts";
import type { Reach } from "./destination.ts";
import type { Done, Failure, Later, ResolvedAddress } from "./driver.ts";
import { type Operation, SocketError, type SocketErrorCode, type SocketErrorInit } from "./error.ts";
import { Memberships } from "./memberships.ts";
import type { Able } from "./options.ts";
import { Use } from "./use.ts";
import { nothing, type Wait } from "./wait.ts";

/** What a socket is bound with. */
export interface UdpSocketInit {
  readonly able: Able;
  readonly reach: Reach;
  /** Bytes. */
  readonly queue: number;
  readonly broadcast: boolean;
  /** The peer, where it is connected. */
  readonly remote: Address | null;
  readonly resolve: (host: string) => Promise<readonly ResolvedAddress[]>;
}

/** A UDP socket. The public face of it is `DatagramSocket` in `index.ts`. */
export class UdpSocket implements DatagramEvents, InboxOwner, OutboxOwner {
  readonly remote: Address | null;
  use: Use | null = null;
  readonly #init: UdpSocketInit;
  readonly #family: "ipv4" | "ipv6";
  readonly #inbox: DatagramInbox;
  readonly #memberships: Memberships;
  readonly #outbox: DatagramOutbox;
  #driver: DriverDatagramSocket | null = null;
  #closing: Promise<void> | null = null;

  constructor(init: UdpSocketInit) {
    this.#init = init;
    this.#family = init.reach === "ipv4" ? "ipv4" : "ipv6";
    this.#inbox = new DatagramInbox(this, init.queue);
    this.#memberships = new Memberships(init.able, this.#family);
    this.#outbox = new DatagramOutbox(this, init);
    this.remote = init.remote;
  }

  /** Connects it with what the driver made. Datagrams may have come before. */
  start(driver: DriverDatagramSocket): void {
    this.#driver = driver;
    this.use = new Use(driver);
  }

  get local(): Address {
    if (this.#driver === null) throw new SocketError("EINVAL", "bind", { detail: "it has not been bound" });
    return this.#driver.local;
  }

  get dropped(): number {
    return this.#inbox.dropped;
  }

  receive(into: Uint8Array, wait?: Wait): Promise<ReceivedDatagram> {
    const fault = bytesFault(into);
    if (fault !== undefined) {
      return Promise.reject(this.#error("EINVAL", "receive", { detail: `the memory to receive into: ${fault}` }));
    }
    const room = into.length;
    return this.#inbox.next(wait).then(({ data, from }) => {
      if (into.length < room) {
        // Lost, and counted so.
        this.#inbox.drop();
        throw this.#error("EINVAL", "receive", {
          detail: `the memory to receive into has gone meanwhile: ${HOW_IT_GOES}`,
        });
      }
      const truncated = data.length > into.length;
      into.set(truncated ? data.subarray(0, into.length) : data);
      return { length: truncated ? into.length : data.length, truncated, from };
    });
  }

  /** For a server. @throws SocketError `EBUSY`, `ECLOSED` */
  receiveAll(receiver: Receiver): () => void {
    return this.#inbox.all(receiver);
  }

  /** The driver's events. */
  received(data: Uint8Array, host: string, port: number): void {
    this.#outbox.turned();
    this.#inbox.put(data, { family: this.#family, host, port });
  }

  reported(failure: Failure): void {
    this.#inbox.report(failure);
  }

  failed(failure: Failure): void {
    this.#inbox.fail(failure);
  }

  sent(answer: Done | Failure): void {
    this.#outbox.sent(answer);
  }

  send(data: Uint8Array, to?: Endpoint | Address, wait?: Wait): Promise<void> {
    return this.#outbox.send(data, to, wait);
  }

  /** For a server, which looks nobody up. */
  push(data: Uint8Array, place: IpDriverAddress | null): Done | SocketError | Later {
    return this.#outbox.push(data, place);
  }

  expectSent(sender: (answer: Done | SocketError) => void, place: IpDriverAddress | null): void {
    this.#outbox.expectSent(sender, place);
  }

  /** A server counts what it does not answer for want of room. */
  drop(): void {
    this.#inbox.drop();
  }

  join(group: string, options: MembershipOptions = {}): Promise<void> {
    return this.#doing("join", () => this.#memberships.join(() => this.open, group, options));
  }

  leave(group: string, options: MembershipOptions = {}): Promise<void> {
    return this.#doing("leave", () => this.#memberships.leave(() => this.open, group, options));
  }

  set(options: DatagramOptions): Promise<void> {
    return this.#doing("set", async (driver) => {
      const fault = settingFault(this.#init.able, options, driver.local);
      if (fault !== null) throw fault;
      await driver.set(options);
      this.#outbox.mayBroadcast = options.broadcast ?? this.#outbox.mayBroadcast;
    });
  }

  async #doing(operation: Operation, act: (driver: DriverDatagramSocket) => Promise<void>): Promise<void> {
    const driver = this.#driver;
    if (driver === null || this.#closing !== null) throw this.#error("ECLOSED", operation);
    try {
      await act(driver);
    } catch (error) {
      throw asSocketError(error, operation, driver.local, "udp");
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const driver = this.#driver;
    if (driver === null) return;
    const done = driver.close();
    // Whatever is told below, its failure has somebody who waits for it.
    done.catch(nothing);
    this.#inbox.close(this.#error("ECLOSED", "receive"));
    this.#outbox.close();
    this.use?.end();
    try {
      await done;
    } catch (error) {
      throw asSocketError(error, "close", driver.local, "udp");
    }
  }

  ref(): this {
    this.use?.keepAlive(true);
    return this;
  }

  unref(): this {
    this.use?.keepAlive(false);
    return this;
  }

  /** Datagrams, until the socket is closed. Leaving the loop leaves it open. */
  async *[Symbol.asyncIterator](): AsyncIterator<Datagram, undefined> {
    while (this.#closing === null) {
      const datagram = await this.#inbox.next().catch((error: unknown) => {
        if (this.#closing !== null) return null;
        throw error;
      });
      if (datagram === null) return;
      yield datagram;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  told(failure: Failure, operation: Operation): SocketError {
    return this.#error(failure.code, operation, { cause: failure.cause, detail: failure.detail });
  }

  busy(): SocketError {
    return this.#error("EBUSY", "receive");
  }

  /** The driver's socket, while anything can be done with it. */
  get open(): DriverDatagramSocket | null {
    return this.#closing === null ? this.#driver : null;
  }

  takeReport(): Failure | null {
    return this.#inbox.takeReport();
  }

  #error(code: SocketErrorCode, operation: Operation, init: SocketErrorInit = {}): SocketError {
    return new SocketError(code, operation, { ...this.on(), ...init });
  }

  /** What an error is about: where something was sent, the peer of a connected socket, else the socket's own address. */
  on(to?: Endpoint | Address): SocketErrorInit {
    return { address: to ?? this.remote ?? this.#driver?.local, scheme: "udp" };
  }
}
