import {
  type Address,
  codeOf,
  type DriverAddress,
  type DriverListener,
  type DriverListenOptions,
  endsListener,
  Failure,
  ipAddress,
  type ListenerEvents,
  unixAddress,
  zoneFailure,
} from "@anysock/core";
import { failureOf } from "./failure.ts";
import { preventSignalPanic } from "./signals.ts";
import { DenoStream } from "./stream.ts";

export function listen(
  at: DriverAddress,
  options: DriverListenOptions,
  events: ListenerEvents,
): Promise<DriverListener> {
  preventSignalPanic();
  try {
    return Promise.resolve(
      at.family === "unix" ? listenUnix(at.path, options, events) : listenTcp(at, options, events),
    );
  } catch (error) {
    return Promise.reject(error instanceof Failure ? error : zoneFailure(at, failureOf(error)));
  }
}

type TcpAddress = Exclude<DriverAddress, { family: "unix" }>;

function listenTcp(at: TcpAddress, options: DriverListenOptions, events: ListenerEvents): DriverListener {
  const listener = Deno.listen({
    hostname: at.host,
    port: at.port,
    ...(options.backlog === undefined ? {} : { tcpBacklog: options.backlog }),
    ...(options.reusePort ? { reusePort: true } : {}),
  });
  const accept = async (): Promise<DenoStream> => DenoStream.overTcp(await listener.accept(), at, options);
  return new PullListener(listener, accept, ipAddress(listener.addr.hostname, listener.addr.port, at), events);
}

function listenUnix(path: string, { backlog }: DriverListenOptions, events: ListenerEvents): DriverListener {
  if (backlog !== undefined) throw new Failure("ENOTSUP", undefined, "Deno's backlog of a Unix path is always 1,024");
  const listener = Deno.listen({ transport: "unix", path });
  const address = unixAddress(path);
  const accept = async (): Promise<DenoStream> =>
    new DenoStream(await listener.accept(), address, unixAddress(null), undefined);
  return new PullListener(listener, accept, address, events);
}

/** What passes once somebody gives something back, however long that takes. */
const SHORTAGES: ReadonlySet<string | undefined> = new Set(["EMFILE", "ENFILE", "ENOBUFS", "ENOMEM"]);

/** So many other failures in a row are no connection's any more. */
const PATIENCE = 20;

/** How long to wait for descriptors before asking again, in milliseconds. */
const BACK_OFF = 50;

class PullListener implements DriverListener {
  readonly address: Address;
  readonly eager = false;
  readonly #listener: Deno.Listener;
  readonly #accept: () => Promise<DenoStream>;
  readonly #events: ListenerEvents;
  /** Deno's own question, which may outlive ours: a second one at a time would be refused as busy. */
  #question: Promise<void> | null = null;
  #closed = false;
  #backOff: unknown;
  /** Failures in a row that are not shortages. */
  #failures = 0;
  /** A listener of Deno that nobody asks keeps no process alive; this does. A number or an object, by Deno's version. */
  readonly #hold: unknown = setInterval(() => {}, 0x7fff_ffff);

  constructor(listener: Deno.Listener, accept: () => Promise<DenoStream>, address: Address, events: ListenerEvents) {
    this.#listener = listener;
    this.#accept = accept;
    this.address = address;
    this.#events = events;
  }

  accept(): void {
    if (this.#question === null && this.#backOff === undefined) this.#ask();
  }

  #ask(): void {
    this.#question = this.#accept().then(this.#onAccepted, this.#onFailed);
  }

  readonly #onAccepted = (stream: DenoStream): void => {
    this.#question = null;
    this.#failures = 0;
    if (this.#closed) stream.destroy("reset");
    else this.#events.accepted(stream);
  };

  readonly #onFailed = (error: unknown): void => {
    this.#question = null;
    if (this.#closed) return;
    const code = codeOf(error);
    if (code === "ENOTCONN") {
      // This one was reset before it could be accepted; Deno asks its address and fails (denoland/deno#8499; accept/reset-before).
      this.#ask();
    } else if (endsListener(code) || (!SHORTAGES.has(code) && ++this.#failures >= PATIENCE)) {
      this.#events.failed(failureOf(error));
    } else {
      // EMFILE above all (denoland/deno#10148). The clients wait in the kernel's queue.
      this.#backOff = setTimeout(this.#askAgain, BACK_OFF);
      // `#hold` alone says whether the process waits.
      Deno.unrefTimer(this.#backOff as number);
    }
  };

  readonly #askAgain = (): void => {
    this.#backOff = undefined;
    this.#ask();
  };

  /** The kernel's socket lives until Deno's pending question has been rejected (denoland/deno#22885; listen/again-at-once). */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#hold as number);
    clearTimeout(this.#backOff as number);
    this.#listener.close();
    await this.#question;
  }

  ref(): void {
    if (this.#closed) return;
    this.#listener.ref();
    Deno.refTimer(this.#hold as number);
  }

  unref(): void {
    if (this.#closed) return;
    this.#listener.unref();
    Deno.unrefTimer(this.#hold as number);
  }
}
