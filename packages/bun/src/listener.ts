import {
  type Address,
  type DriverAddress,
  type DriverListener,
  type DriverListenOptions,
  ipAddress,
  isWildcard,
  type ListenerEvents,
  unixAddress,
  zoneFailure,
} from "@anysock/core";
import { failureOf } from "./failure.ts";
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
    // Bun ignores `backlog` and asks for 512; a second listen(2) changes it.
    const relisten = options.backlog === undefined ? undefined : kernel();
    const listener: NativeListener = listenNatively({
      ...(at.family === "unix"
        ? { unix: at.path }
        : { hostname: at.host, port: at.port, ipv6Only: options.ipv6Only, reusePort: options.reusePort }),
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
    try {
      relisten?.listen(listener.fd, options.backlog ?? 0);
    } catch (error) {
      listener.stop();
      throw error;
    }
    return new BunListener(listener, address);
  } catch (error) {
    throw zoneFailure(at, failureOf(error));
  }
}

function boundAddress(listener: NativeListener, at: DriverAddress): Address {
  if (at.family === "unix") return unixAddress(at.path);
  const bound: { address?: string; port?: number } = {};
  listener.getsockname(bound);
  return ipAddress(bound.address ?? at.host, bound.port ?? at.port, at);
}

class BunListener implements DriverListener {
  readonly address: Address;
  readonly eager = true;
  readonly #listener: NativeListener;

  constructor(listener: NativeListener, address: Address) {
    this.#listener = listener;
    this.address = address;
    startListening(listener);
  }

  /** Bun accepts on its own. */
  accept(): void {}

  /** The descriptor is closed within the call; connections stay. */
  close(): Promise<void> {
    stopListening(this.#listener);
    this.#listener.stop();
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
