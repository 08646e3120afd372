import type { Endpoint } from "./address.ts";
import { asSocketError } from "./as-socket-error.ts";
import type { ConnectEvents, DriverAddress, DriverStream, Failure } from "./driver.ts";
import { SocketError, type SocketErrorCode } from "./error.ts";
import { letGo } from "./wait.ts";

/** The Connection Attempt Delay, in milliseconds, and its bounds (RFC 8305, 5 and 8). */
export const DEFAULT_ATTEMPT_DELAY = 250;
export const MIN_ATTEMPT_DELAY = 10;
export const MAX_ATTEMPT_DELAY = 2000;

/**
 * The addresses of a name in the order in which they are tried: families in turn, beginning with the first one's, so that a family
 * that leads nowhere costs one delay (RFC 8305, 4). Within a family the resolver's order stays (RFC 6724).
 */
export function inTurn<A extends { readonly family: string }>(addresses: readonly A[]): readonly A[] {
  // As a rule there is one, and what follows is a tenth of what connecting costs here beyond the runtime's own part.
  if (addresses.length < 2) return addresses;
  const isFirst = ({ family }: A): boolean => family === addresses[0]?.family;
  const first = addresses.filter(isFirst);
  const other = addresses.filter((address) => !isFirst(address));
  return Array.from({ length: Math.max(first.length, other.length) }, (_, index) => [first[index], other[index]])
    .flat()
    .filter((address) => address !== undefined);
}

/** Starts one attempt, as `Driver.connect` does. */
type Start = (to: DriverAddress, events: ConnectEvents) => () => void;

interface AttemptsEvents {
  connected(stream: DriverStream): void;
  /** Each attempt has failed. */
  failed(): void;
}

/**
 * The attempts of one `connect` (RFC 8305, 5): the next starts after the delay, or at once when none is under way any more. It ends none
 * of those before, which nodejs/node#54359 tells the price of. The first connection wins, and the others are ended.
 */
export class Attempts {
  readonly #delay: number;
  readonly #start: Start;
  readonly #events: AttemptsEvents;
  readonly #started: Attempt[] = [];
  #addresses: readonly DriverAddress[] = [];
  /** Index of the address that is tried next. */
  #at = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(delay: number, start: Start, events: AttemptsEvents) {
    this.#delay = delay;
    this.#start = start;
    this.#events = events;
  }

  /** What has failed until now, in the order in which it was started. */
  get failures(): readonly SocketError[] {
    const failures: SocketError[] = [];
    // As a rule there is one, and `flatMap` takes a quarter as long as making its error does.
    for (const { failure } of this.#started) if (failure !== null) failures.push(failure);
    return failures;
  }

  start(addresses: readonly DriverAddress[]): void {
    this.#addresses = addresses;
    this.#next();
  }

  /** Ends what is under way, and starts nothing more. */
  stop(): void {
    this.#endDelay();
    this.#at = this.#addresses.length;
    for (const attempt of this.#started) attempt.end();
  }

  get #isUnderWay(): boolean {
    return this.#started.some(({ isUnderWay }) => isUnderWay);
  }

  /** As a rule there is none, and runtimes take a while to find that out. */
  #endDelay(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #next(): void {
    this.#endDelay();
    const address = this.#addresses[this.#at++];
    if (address !== undefined) this.#attempt(address);
    if (this.#at >= this.#addresses.length) {
      if (!this.#isUnderWay) this.#events.failed();
    } else if (this.#isUnderWay) {
      this.#timer = setTimeout(() => this.#next(), this.#delay);
      letGo(this.#timer);
    } else {
      this.#next();
    }
  }

  #attempt(address: DriverAddress): void {
    const attempt = new Attempt(address, {
      connected: (stream) => {
        this.#events.connected(stream);
        this.stop();
      },
      failed: () => {
        if (!this.#isUnderWay) this.#next();
      },
    });
    this.#started.push(attempt);
    attempt.start(this.#start);
  }
}

/** One attempt: ended once at most, and never after its answer. */
class Attempt implements ConnectEvents {
  failure: SocketError | null = null;
  readonly #address: DriverAddress;
  readonly #events: AttemptsEvents;
  #isOver = false;
  #end: () => void = () => {};

  constructor(address: DriverAddress, events: AttemptsEvents) {
    this.#address = address;
    this.#events = events;
  }

  get isUnderWay(): boolean {
    return !this.#isOver;
  }

  start(start: Start): void {
    try {
      this.#end = start(this.#address, this);
    } catch (error) {
      this.#fail(error);
    }
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#end();
  }

  /** One that comes although its attempt was ended is nobody's. */
  connected(stream: DriverStream): void {
    if (this.#isOver) {
      stream.destroy("release");
      return;
    }
    this.#isOver = true;
    this.#events.connected(stream);
  }

  failed(failure: Failure): void {
    if (this.#isOver) return;
    this.#fail(failure);
    this.#events.failed();
  }

  #fail(error: unknown): void {
    this.#isOver = true;
    const to = this.#address;
    this.failure = asSocketError(
      error,
      "connect",
      to.family === "unix" ? { path: to.path } : { host: to.host, port: to.port },
    );
  }
}

/** This machine has no way to that address, so that nobody was asked there. */
const noWay: ReadonlySet<SocketErrorCode> = new Set<SocketErrorCode>([
  "EADDRNOTAVAIL",
  "EAFNOSUPPORT",
  "EHOSTUNREACH",
  "EINVAL",
  "ENETDOWN",
  "ENETUNREACH",
]);

/**
 * One failure is itself. Several are the `attempts` of one more, whose code and `cause` are the first's: that of the address which the
 * system prefers, whatever failed last. Only where there was no way to that address, the first's to which there was one: localhost
 * without IPv6 is refused like any other.
 */
export function failureOfAll(failures: readonly SocketError[], endpoint: Endpoint): SocketError {
  const telling = failures.find(({ code }) => !noWay.has(code)) ?? failures[0];
  if (telling === undefined) return new SocketError("ENOTFOUND", "connect", { address: endpoint });
  if (failures.length === 1) return telling;
  return new SocketError(telling.code, "connect", { address: endpoint, attempts: failures, cause: telling });
}
