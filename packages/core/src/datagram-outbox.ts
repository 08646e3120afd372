import type { Address, Endpoint } from "./address.ts";
import { asSocketError } from "./as-socket-error.ts";
import { bytesFault } from "./bytes.ts";
import { MAX_DATAGRAM_IPV4, MAX_DATAGRAM_IPV6 } from "./datagram.ts";
import type { DriverDatagramSocket, IpDriverAddress } from "./datagram-driver.ts";
import { destination, isIpv4, isLimitedBroadcast, type Reach } from "./destination.ts";
import { DONE, type Done, Failure, LATER, type Later, type ResolvedAddress } from "./driver.ts";
import { SocketError, type SocketErrorCode, type SocketErrorInit } from "./error.ts";
import type { Use } from "./use.ts";
import { canceled, nothing, type Wait, waitFault, watch } from "./wait.ts";

type Sender = (answer: Done | SocketError) => void;

/** As many small datagrams as a kernel keeps unread by default (212,992 bytes, of which each takes 768 and more), halved. */
const MOST_IN_A_ROW = 128;

/** What the sending half wants from its socket. */
export interface OutboxOwner {
  readonly use: Use | null;
  readonly remote: Address | null;
  /** `null` before it is bound, and once it is closed. */
  readonly open: DriverDatagramSocket | null;
  takeReport(): Failure | null;
  told(failure: Failure, operation: "send"): SocketError;
  on(to?: Endpoint | Address): SocketErrorInit;
}

/** How a socket reaches others. */
export interface OutboxInit {
  readonly reach: Reach;
  readonly broadcast: boolean;
  readonly resolve: (host: string) => Promise<readonly ResolvedAddress[]>;
}

/** The sending half of a datagram socket: checks, look-ups, and who is told how it went, in the order of the sends. */
export class DatagramOutbox {
  mayBroadcast: boolean;
  readonly #owner: OutboxOwner;
  readonly #init: OutboxInit;
  /** Who has sent what the driver has not answered yet, oldest first. */
  #senders: Sender[] = [];
  /** Where each of them sends to, `null` to the peer: runtimes say other addresses of a failure, or none. */
  #places: (IpDriverAddress | null)[] = [];
  /** Sends since something was received. */
  #sentInARow = 0;

  constructor(owner: OutboxOwner, init: OutboxInit) {
    this.#owner = owner;
    this.#init = init;
    this.mayBroadcast = init.broadcast;
  }

  /** Something was received: the loop has turned. */
  turned(): void {
    this.#sentInARow = 0;
  }

  /** The driver's event. */
  sent(answer: Done | Failure): void {
    const sender = this.#senders.shift();
    const place = this.#places.shift();
    if (sender === undefined) return;
    this.#owner.use?.finish();
    sender(answer === DONE ? DONE : this.#sendError(answer, place ?? undefined));
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
    const isConnected = this.#owner.remote !== null;
    const fault = bytesFault(data);
    const detail =
      fault !== undefined
        ? `the data: ${fault} (encode text with TextEncoder)`
        : isConnected === (to === undefined)
          ? undefined
          : isConnected
            ? "this socket is connected: leave out where to send"
            : "this socket is not connected: say where to send, as in send(data, { host, port })";
    if (detail !== undefined) return this.#error("EINVAL", { detail });
    return waitFault(wait, "send") ?? null;
  }

  /** Why nothing is sent, though it could be. */
  #refusal(to: Endpoint | Address | undefined, wait: Wait | undefined): SocketError | null {
    if (this.#owner.open === null) return this.#error("ECLOSED", this.#owner.on(to));
    if (wait?.signal?.aborted === true) return canceled(wait.signal, "send", this.#owner.on(to));
    const reported = this.#owner.takeReport();
    return reported === null ? null : this.#owner.told(reported, "send");
  }

  /** The look-up of a name, for as long as the wait lets it. */
  #look(
    place: Promise<IpDriverAddress>,
    to: Endpoint | Address | undefined,
    wait: Wait | undefined,
  ): Promise<IpDriverAddress> {
    return new Promise((resolve, reject) => {
      const stop = watch(wait, "send", this.#owner.on(to), reject);
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
      const stop = watch(wait, "send", this.#owner.on(place ?? undefined), reject);
      this.expectSent((sent) => {
        stop();
        if (sent === DONE) resolve();
        else reject(sent);
      }, place);
    });
  }

  /** Hands one datagram to the driver. Where that is {@link LATER}, the caller says at once by {@link expectSent} who is told. */
  push(data: Uint8Array, place: IpDriverAddress | null): Done | SocketError | Later {
    const driver = this.#owner.open;
    if (driver === null) return this.#error("ECLOSED", this.#owner.on(place ?? undefined));
    const to = place ?? (this.#owner.remote as IpDriverAddress);
    const most = isIpv4(to.host) ? MAX_DATAGRAM_IPV4 : MAX_DATAGRAM_IPV6;
    if (data.length > most) {
      const detail = `${data.length} bytes; a datagram to ${to.host} has at most ${most}`;
      return this.#error("EMSGSIZE", { address: to, detail });
    }
    if (!this.mayBroadcast && isLimitedBroadcast(to.host)) {
      const detail = `${to.host} is for broadcast: bind with { broadcast: true }`;
      return this.#error("EACCES", { address: to, detail });
    }
    if (to.port === 0) {
      // RFC 768: a source port of 0 says that there is nobody to answer.
      return this.#error("EINVAL", { address: to, detail: "port 0 cannot be sent to" });
    }
    try {
      const answer = driver.send(data, place);
      return answer instanceof Failure ? this.#sendError(answer, to) : answer;
    } catch (error) {
      return this.#sendError(error, to);
    }
  }

  /** With the place of the `push` before it. */
  expectSent(sender: Sender, place: IpDriverAddress | null): void {
    this.#owner.use?.begin();
    this.#senders.push(sender);
    this.#places.push(place);
  }

  /** Those that are under way are told `ECLOSED`. */
  close(): void {
    const [senders, places] = [this.#senders, this.#places];
    this.#senders = [];
    this.#places = [];
    for (const [at, sender] of senders.entries()) {
      this.#owner.use?.finish();
      sender(this.#error("ECLOSED", this.#owner.on(places[at] ?? undefined)));
    }
  }

  #sendError(error: unknown, to: Endpoint | Address | undefined): SocketError {
    const { address } = this.#owner.on(to);
    return address === undefined ? this.#error("EIO") : asSocketError(error, "send", address, "udp");
  }

  #error(code: SocketErrorCode, init: SocketErrorInit = {}): SocketError {
    return new SocketError(code, "send", { ...this.#owner.on(), ...init });
  }
}
