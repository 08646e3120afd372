import {
  type Address,
  codeOf,
  type DriverAddress,
  type DriverListener,
  type DriverListenOptions,
  endsListener,
  Failure,
  inheritedOptions,
  ipAddress,
  type ListenerEvents,
  unixAddress,
  zoneFailure,
} from "@anysock/core";
import { adoptListener } from "./adopt.ts";
import { failureOf } from "./failure.ts";
import { inheritedAddress } from "./inherited.ts";
import { kernel } from "./kernel.ts";
import { mustBePermitted, mustBePermittedPath } from "./permitted.ts";
import { canCall } from "./reset.ts";
import { preventSignalPanic } from "./signals.ts";
import { DenoStream } from "./stream.ts";

export function listen(
  at: DriverAddress,
  options: DriverListenOptions,
  events: ListenerEvents,
): Promise<DriverListener> {
  preventSignalPanic();
  try {
    if (needsOwnSocket(at, options)) return Promise.resolve(listenOwn(at, options, events));
    return Promise.resolve(at.family === "unix" ? listenUnix(at.path, events) : listenTcp(at, options, events));
  } catch (error) {
    return Promise.reject(error instanceof Failure ? error : zoneFailure(at, failureOf(error)));
  }
}

/** A socket that listens already. Its path is that of who has bound it. */
export async function listenInherited(
  fd: number,
  options: DriverListenOptions,
  events: ListenerEvents,
): Promise<DriverListener> {
  preventSignalPanic();
  try {
    const at = inheritedAddress(fd);
    kernel().setOptions(fd, inheritedOptions(at.family, options));
    if (options.backlog !== undefined) kernel().listen(fd, options.backlog);
    return listenAdopted(fd, at, options, events);
  } catch (error) {
    throw failureOf(error);
  }
}

function needsOwnSocket(at: DriverAddress, options: DriverListenOptions): boolean {
  const { ipv6Only, reusePort, reuseAddress, keepAlive, receiveBuffer, sendBuffer, trafficClass } = options;
  if (at.family === "unix") return options.mode !== undefined || options.backlog !== undefined;
  if ([receiveBuffer, sendBuffer, trafficClass].some((asked) => asked !== undefined)) return true;
  return ipv6Only || reuseAddress === false || typeof keepAlive === "number" || (reusePort && !hasReusePort);
}

/** Without --unstable-net, `reusePort: true` ends the process with status 70. */
const hasReusePort = "listenDatagram" in Deno;

/** What Deno itself asks for. */
const DEFAULT_BACKLOG = { ipv4: 511, ipv6: 511, unix: 1024 } as const;

/** What has to be set between socket(2) and listen(2), Deno has no words for: the socket is made here, and given to it. */
function listenOwn(at: DriverAddress, options: DriverListenOptions, events: ListenerEvents): DriverListener {
  if (at.family !== "unix") mustBePermitted(at);
  else if (canCall()) mustBePermittedPath(at.path);
  else
    throw new Failure("ENOTSUP", undefined, "Deno's backlog of a Unix path is always 1,024; run it with --allow-ffi");
  const fd = kernel().bound(at, options);
  let unlink = (): void => {};
  try {
    if (at.family === "unix" && !at.path.startsWith("\0")) {
      unlink = () => unlinkBound(at.path);
      // A path that is bound refuses everybody until it listens (unix(7), ECONNREFUSED): its bits are right by then.
      if (options.mode !== undefined) Deno.chmodSync(at.path, options.mode);
    }
    kernel().listen(fd, options.backlog ?? DEFAULT_BACKLOG[at.family]);
    return listenAdopted(fd, at, options, events, unlink);
  } catch (error) {
    unlink();
    kernel().close(fd);
    throw error;
  }
}

/** As Deno does: whoever has the name by then loses it, unless core has kept it; and nobody is told where it cannot be. */
function unlinkBound(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {}
}

function listenAdopted(
  fd: number,
  at: DriverAddress | Address,
  options: DriverListenOptions,
  events: ListenerEvents,
  unlink?: () => void,
): DriverListener {
  const bound = kernel().localAddress(fd);
  const listener = adoptListener(fd, at.family);
  if (at.family === "unix" || bound === null || bound.family === "unix") {
    const address = unixAddress(at.family === "unix" ? at.path : null);
    return new PullListener(listener, acceptUnix(listener, address), address, events, unlink);
  }
  const accept = async (): Promise<DenoStream> =>
    DenoStream.fromListener((await listener.accept()) as Deno.TcpConn, at, options);
  return new PullListener(listener, accept, ipAddress(bound.host, bound.port, at), events);
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

function listenUnix(path: string, events: ListenerEvents): DriverListener {
  const listener = Deno.listen({ transport: "unix", path });
  const address = unixAddress(path);
  return new PullListener(listener, acceptUnix(listener, address), address, events);
}

function acceptUnix(listener: Deno.Listener, address: Address): () => Promise<DenoStream> {
  return async () => new DenoStream(await listener.accept(), address, unixAddress(null), undefined);
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
  /** For a path that Deno has not bound itself. */
  readonly #unlink: () => void;
  /** Deno's own question, which may outlive ours: a second one at a time would be refused as busy. */
  #question: Promise<void> | null = null;
  #closed = false;
  #backOff: unknown;
  /** Failures in a row that are not shortages. */
  #failures = 0;
  /** A listener of Deno that nobody asks keeps no process alive; this does. A number or an object, by Deno's version. */
  readonly #hold: unknown = setInterval(() => {}, 0x7fff_ffff);

  constructor(
    listener: Deno.Listener,
    accept: () => Promise<DenoStream>,
    address: Address,
    events: ListenerEvents,
    unlink: () => void = () => {},
  ) {
    this.#listener = listener;
    this.#accept = accept;
    this.address = address;
    this.#events = events;
    this.#unlink = unlink;
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
    this.#unlink();
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
