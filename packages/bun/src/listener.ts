import { chmodSync, unlinkSync } from "node:fs";
import {
  type Address,
  type DriverAddress,
  type DriverListener,
  type DriverListenOptions,
  inheritedOptions,
  ipAddress,
  isWildcard,
  type ListenerEvents,
  unixAddress,
  zoneFailure,
} from "@anysock/core";
import { failureOf } from "./failure.ts";
import { inheritedAddress } from "./inherited.ts";
import { kernel } from "./kernel.ts";
import { handlers, listenNatively, type NativeListener, type NativeSocket, nobody } from "./native.ts";
import { countDescriptor, startListening, stopListening } from "./shortage.ts";
import { BunStream } from "./stream.ts";

export async function listen(
  at: DriverAddress,
  options: DriverListenOptions,
  events: ListenerEvents,
): Promise<DriverListener> {
  try {
    // What will be needed for a connection must be there before one comes.
    if (options.keepAlive !== false) kernel();
    if (!needsOwnSocket(options)) {
      const place =
        at.family === "unix"
          ? { unix: at.path }
          : { hostname: at.host, port: at.port, ipv6Only: options.ipv6Only, reusePort: options.reusePort };
      return started(opened(place, at, options, events), options);
    }
    return listenOwn(kernel().bind(at, options), at, options, events);
  } catch (error) {
    throw zoneFailure(at, failureOf(error));
  }
}

/** What has to be set between socket(2) and bind(2), Bun has no words for: the socket is made here, and given to it. */
function listenOwn(
  fd: number,
  at: DriverAddress,
  options: DriverListenOptions,
  events: ListenerEvents,
): DriverListener {
  let unlink = (): void => {};
  let native: Opened;
  try {
    if (at.family === "unix" && !at.path.startsWith("\0")) {
      unlink = () => unlinkBound(at.path);
      // A path that is bound refuses everybody until it listens (unix(7), ECONNREFUSED): its bits are right by then.
      if (options.mode !== undefined) chmodSync(at.path, options.mode);
    }
    native = opened({ fd }, at, options, events);
  } catch (error) {
    unlink();
    kernel().close(fd);
    throw error;
  }
  return started(native, options, unlink);
}

/** As runtimes do: whoever has the name by then loses it, unless core has kept it; and nobody is told where it cannot be. */
function unlinkBound(path: string): void {
  try {
    unlinkSync(path);
  } catch {}
}

/** A socket that listens already. Its path is that of who has bound it. */
export async function listenInherited(
  fd: number,
  options: DriverListenOptions,
  events: ListenerEvents,
): Promise<DriverListener> {
  try {
    const at = inheritedAddress(fd);
    kernel().setOptions(fd, inheritedOptions(at.family, options));
    // Asked before Bun has it as well: where it is refused, the descriptor is its owner's still.
    if (options.backlog !== undefined) kernel().listen(fd, options.backlog);
    return started(opened({ fd }, at, options, events), options);
  } catch (error) {
    throw failureOf(error);
  }
}

function needsOwnSocket({ reuseAddress, mode, receiveBuffer, sendBuffer, trafficClass }: DriverListenOptions): boolean {
  return [mode, receiveBuffer, sendBuffer, trafficClass].some((asked) => asked !== undefined) || reuseAddress === false;
}

type Place = { readonly fd: number } | { readonly unix: string } | { readonly hostname: string; readonly port: number };

interface Opened {
  readonly listener: NativeListener;
  readonly address: Address;
}

/** What it throws leaves a descriptor as it was: Bun has not taken it over then. */
function opened(
  place: Place,
  at: DriverAddress | Address,
  options: DriverListenOptions,
  events: ListenerEvents,
): Opened {
  // What will be needed once it listens must be there before.
  if (options.backlog !== undefined) kernel();
  const listener: NativeListener = listenNatively({
    ...place,
    // Default false: Bun closes when the peer ends, and drops what was still to be written.
    allowHalfOpen: true,
    socket: {
      ...handlers,
      open(socket) {
        const stream = acceptedStream(socket as NativeSocket, address, options);
        if (stream !== null) events.accepted(stream);
      },
    },
  });
  const address = boundAddress(listener, at);
  return { listener, address };
}

/** From here on the descriptor is Bun's to close, and only Bun's. `unlink` is for a path that Bun has not bound itself. */
function started(
  { listener, address }: Opened,
  { backlog }: DriverListenOptions,
  unlink: () => void = () => {},
): DriverListener {
  try {
    // Bun ignores `backlog` and asks for 512; a second listen(2) changes it.
    if (backlog !== undefined) kernel().listen(listener.fd, backlog);
  } catch (error) {
    listener.stop();
    unlink();
    throw error;
  }
  return new BunListener(listener, address, unlink);
}

function boundAddress(listener: NativeListener, at: DriverAddress | Address): Address {
  if (at.family === "unix") return unixAddress(at.path);
  const bound: { address?: string; port?: number } = {};
  listener.getsockname(bound);
  return ipAddress(bound.address ?? at.host, bound.port ?? at.port, at);
}

class BunListener implements DriverListener {
  readonly address: Address;
  readonly eager = true;
  readonly #listener: NativeListener;
  readonly #unlink: () => void;

  constructor(listener: NativeListener, address: Address, unlink: () => void) {
    this.#listener = listener;
    this.address = address;
    this.#unlink = unlink;
    startListening(listener);
  }

  /** Bun accepts on its own. */
  accept(): void {}

  /** The descriptor is closed within the call; connections stay. */
  close(): Promise<void> {
    stopListening(this.#listener);
    this.#listener.stop();
    this.#unlink();
    return Promise.resolve();
  }

  ref(): void {
    this.#listener.ref();
  }

  unref(): void {
    this.#listener.unref();
  }
}

/** `null` for a connection that was reset before it was accepted: it has no peer any more (accept/reset-before). */
function acceptedStream(socket: NativeSocket, address: Address, options: DriverListenOptions): BunStream | null {
  countDescriptor(socket.fd);
  const remote = remoteAddress(socket, address);
  if (remote === null) {
    socket.data = nobody;
    socket.terminate();
    return null;
  }
  const local = isWildcard(address) ? ipAddress(socket.localAddress, socket.localPort) : address;
  const stream = new BunStream(socket, local, remote);
  socket.data = stream;
  // Bun ignores these as options of listen; TCP_NODELAY is its default.
  if (!options.noDelay) stream.setNoDelay(false);
  if (options.keepAlive !== false) {
    stream.setKeepAlive(true, typeof options.keepAlive === "number" ? options.keepAlive : undefined);
  }
  return stream;
}

function remoteAddress(socket: NativeSocket, address: Address): Address | null {
  if (address.family === "unix") return unixAddress(null);
  const { remoteAddress: host, remotePort: port } = socket;
  return host === undefined || port === undefined ? null : ipAddress(host, port, address);
}
