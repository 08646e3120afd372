import type { Address, Endpoint } from "./address.ts";
import { asSocketError } from "./as-socket-error.ts";
import { type Datagram, MAX_DATAGRAM_IPV4, MAX_DATAGRAM_IPV6, type ReceivedDatagram } from "./datagram.ts";
import type { DatagramEvents, DriverDatagramSocket, IpDriverAddress } from "./datagram-driver.ts";
import { DatagramInbox, type InboxOwner, type Receiver } from "./datagram-inbox.ts";
import { type DatagramOptions, type MembershipOptions, settingFault } from "./datagram-options.ts";
import { destination, isIpv4, isLimitedBroadcast, type Reach } from "./destination.ts";
import { DONE, type Done, Failure, LATER, type Later, type ResolvedAddress } from "./driver.ts";
import { type Operation, SocketError, type SocketErrorCode, type SocketErrorInit } from "./error.ts";
import { Memberships } from "./memberships.ts";
import type { Able } from "./options.ts";
import { shown } from "./shown.ts";
import { Use } from "./use.ts";
import { canceled, nothing, type Wait, waitFault, watch } from "./wait.ts";

/** As many small datagrams as a kernel keeps unread by default (212,992 bytes, of which each takes 768 and more), halved. */
const MOST_IN_A_ROW = 128;

type Sender = (answer: Done | SocketError) => void;

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
export class UdpSocket implements DatagramEvents, InboxOwner {
  readonly remote: Address | null;
  use: Use | null = null;
  readonly #init: UdpSocketInit;
  readonly #family: "ipv4" | "ipv6";
  readonly #inbox: DatagramInbox;
  readonly #memberships: Memberships;
  /** Who has sent what the driver has not answered yet, oldest first. */
  #senders: Sender[] = [];
  #mayBroadcast: boolean;
  /** Sends since something was received. */
  #sentInARow = 0;
  #driver: DriverDatagramSocket | null = null;
  #closing: Promise<void> | null = null;

  constructor(init: UdpSocketInit) {
    this.#init = init;
    this.#family = init.reach === "ipv4" ? "ipv4" : "ipv6";
    this.#inbox = new DatagramInbox(this, init.queue);
    this.#memberships = new Memberships(init.able, this.#family);
    this.#mayBroadcast = init.broadcast;
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
    if (!(into instanceof Uint8Array)) {
      return Promise.reject(this.#error("EINVAL", "receive", { detail: `${shown(into)} is not a Uint8Array` }));
    }
    return this.#inbox.next(wait).then(({ data, from }) => {
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
    this.#sentInARow = 0;
    this.#inbox.put(data, { family: this.#family, host, port });
  }

  reported(failure: Failure): void {
    this.#inbox.report(failure);
  }

  failed(failure: Failure): void {
    this.#inbox.fail(failure);
  }

  sent(answer: Done | Failure): void {
    const sender = this.#senders.shift();
    if (sender === undefined) return;
    this.use?.finish();
    sender(answer === DONE ? DONE : this.told(answer, "send"));
  }

  send(data: Uint8Array, to?: Endpoint | Address, wait?: Wait): Promise<void> {
    const fault = this.#sendFault(data, to, wait);
    if (fault !== null) return Promise.reject(fault);
    try {
      const place = to === undefined ? null : destination(to, "send", this.#init.reach, this.#init.resolve);
      const refused = this.#refusal(to, wait);
      if (refused === null)
        return place instanceof Promise ? this.#sendToName(data, place, to, wait) : this.#sending(data, place, wait);
      if (place instanceof Promise) place.catch(nothing);
      return Promise.reject(refused);
    } catch (error) {
      return Promise.reject(this.#sendError(error, undefined));
    }
  }

  /** One wait for both: the look-up, and what is left of it for the send. */
  async #sendToName(
    data: Uint8Array,
    place: Promise<IpDriverAddress>,
    to: Endpoint | Address | undefined,
    wait: Wait | undefined,
  ): Promise<void> {
    const began = performance.now();
    const found = await this.#look(place, to, wait);
    const { timeout } = wait ?? {};
    const left =
      timeout === undefined ? wait : { ...wait, timeout: Math.max(0, timeout - (performance.now() - began)) };
    return this.#sending(data, found, left);
  }

  #sendFault(data: Uint8Array, to: Endpoint | Address | undefined, wait: Wait | undefined): SocketError | null {
    const isConnected = this.remote !== null;
    const detail = !(data instanceof Uint8Array)
      ? `${shown(data)} is not a Uint8Array`
      : isConnected === (to === undefined)
        ? undefined
        : isConnected
          ? "this socket is connected: leave out where to send"
          : "this socket is not connected: say where to send, as in send(data, { host, port })";
    if (detail !== undefined) return this.#error("EINVAL", "send", { detail });
    return waitFault(wait, "send") ?? null;
  }

  /** Why nothing is sent, though it could be. */
  #refusal(to: Endpoint | Address | undefined, wait: Wait | undefined): SocketError | null {
    if (this.#closing !== null) return this.#error("ECLOSED", "send");
    if (wait?.signal?.aborted === true) return canceled(wait.signal, "send", this.on(to));
    const reported = this.#inbox.takeReport();
    return reported === null ? null : this.told(reported, "send");
  }

  /** The look-up of a name, for as long as the wait lets it. */
  #look(
    place: Promise<IpDriverAddress>,
    to: Endpoint | Address | undefined,
    wait: Wait | undefined,
  ): Promise<IpDriverAddress> {
    return new Promise((resolve, reject) => {
      const stop = watch(wait, "send", this.on(to), reject);
      place.then(resolve, (error: unknown) => reject(this.#sendError(error, to))).finally(stop);
    });
  }

  #sending(data: Uint8Array, place: IpDriverAddress | null, wait: Wait | undefined): Promise<void> {
    const answer = this.push(data, place);
    if (answer instanceof SocketError) return Promise.reject(answer);
    if (++this.#sentInARow >= MOST_IN_A_ROW) return this.#afterATurn(answer, place, wait);
    return answer === DONE ? Promise.resolve() : this.#answered(place, wait);
  }

  /** What has been sent is answered without a turn of the loop, in which alone something can be received. */
  async #afterATurn(answer: Done | Later, place: IpDriverAddress | null, wait: Wait | undefined): Promise<void> {
    this.#sentInARow = 0;
    if (answer === LATER) await this.#answered(place, wait);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }

  #answered(place: IpDriverAddress | null, wait: Wait | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      // The end of the wait does not take the datagram back: it is the system's by then.
      const stop = watch(wait, "send", this.on(place ?? undefined), reject);
      this.expectSent((sent) => {
        stop();
        if (sent === DONE) resolve();
        else reject(sent);
      });
    });
  }

  /** Hands one datagram to the driver. Where that is {@link LATER}, the caller says at once by {@link expectSent} who is told. */
  push(data: Uint8Array, place: IpDriverAddress | null): Done | SocketError | Later {
    const driver = this.#driver;
    if (driver === null || this.#closing !== null) return this.#error("ECLOSED", "send");
    const to = place ?? (this.remote as IpDriverAddress);
    const most = isIpv4(to.host) ? MAX_DATAGRAM_IPV4 : MAX_DATAGRAM_IPV6;
    if (data.length > most) {
      const detail = `${data.length} bytes; a datagram to ${to.host} has at most ${most}`;
      return this.#error("EMSGSIZE", "send", { address: to, detail });
    }
    if (!this.#mayBroadcast && isLimitedBroadcast(to.host)) {
      const detail = `${to.host} is for broadcast: bind with { broadcast: true }`;
      return this.#error("EACCES", "send", { address: to, detail });
    }
    if (to.port === 0) {
      // RFC 768: a source port of 0 says that there is nobody to answer.
      return this.#error("EINVAL", "send", { address: to, detail: "port 0 cannot be sent to" });
    }
    try {
      const answer = driver.send(data, place);
      return answer instanceof Failure ? this.#sendError(answer, to) : answer;
    } catch (error) {
      return this.#sendError(error, to);
    }
  }

  expectSent(sender: Sender): void {
    this.use?.begin();
    this.#senders.push(sender);
  }

  /** Sends that are under way. */
  get sending(): number {
    return this.#senders.length;
  }

  /** A server counts what it does not answer for want of room. */
  drop(): void {
    this.#inbox.drop();
  }

  join(group: string, options: MembershipOptions = {}): Promise<void> {
    return this.#doing("join", (driver) => this.#memberships.join(driver, group, options));
  }

  leave(group: string, options: MembershipOptions = {}): Promise<void> {
    return this.#doing("leave", (driver) => this.#memberships.leave(driver, group, options));
  }

  set(options: DatagramOptions): Promise<void> {
    return this.#doing("set", async (driver) => {
      const fault = settingFault(this.#init.able, options, driver.local);
      if (fault !== null) throw fault;
      await driver.set(options);
      this.#mayBroadcast = options.broadcast ?? this.#mayBroadcast;
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
    const senders = this.#senders;
    this.#senders = [];
    for (const sender of senders) {
      this.use?.finish();
      sender(this.#error("ECLOSED", "send"));
    }
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

  #sendError(error: unknown, to: Endpoint | Address | undefined): SocketError {
    return asSocketError(error, "send", to ?? this.remote ?? this.local, "udp");
  }

  #error(code: SocketErrorCode, operation: Operation, init: SocketErrorInit = {}): SocketError {
    return new SocketError(code, operation, { ...this.on(), ...init });
  }

  /** What an error is about: where something was sent, the peer of a connected socket, else the socket's own address. */
  on(to?: Endpoint | Address): SocketErrorInit {
    return { address: to ?? this.remote ?? this.#driver?.local, scheme: "udp" };
  }
}
