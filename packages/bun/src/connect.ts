import {
  type Address,
  type ConnectEvents,
  type DriverAddress,
  type DriverConnectOptions,
  type Failure,
  ipAddress,
  unixAddress,
  zoneFailure,
} from "@anysock/core";
import { failureOf } from "./failure.ts";
import { kernel } from "./kernel.ts";
import { adopt, handlers, type NativeSocket, nobody, type SocketUser } from "./native.ts";
import { countDescriptor } from "./shortage.ts";
import { BunStream } from "./stream.ts";

/**
 * One attempt. One of Bun's own cannot be ended: `signal` and `timeout` are ignored, and it keeps its descriptor while
 * it is pending. So the socket is made here, told to connect, and given to Bun meanwhile, which hands out its handle.
 */
export function connect(to: DriverAddress, options: DriverConnectOptions, events: ConnectEvents): () => void {
  const started = kernel().startConnecting(to, options);
  if (typeof started !== "number") {
    let ended = false;
    queueMicrotask(() => {
      if (!ended) events.failed(zoneFailure(to, started));
    });
    return () => {
      ended = true;
    };
  }
  countDescriptor(started);
  const attempt = new Attempt(to, options, events);
  handOver(started, attempt).catch((error: unknown) => {
    // Bun has not taken it over.
    if (attempt.socket === undefined) kernel().close(started);
    attempt.failed(failureOf(error));
  });
  return () => attempt.stop();
}

async function handOver(descriptor: number, attempt: Attempt): Promise<void> {
  await adopt({
    fd: descriptor,
    allowHalfOpen: true,
    data: attempt,
    socket: {
      ...handlers,
      open(socket) {
        attempt.socket = socket as NativeSocket;
      },
    },
  });
}

class Attempt implements SocketUser {
  socket: NativeSocket | undefined;
  readonly #to: DriverAddress;
  readonly #options: DriverConnectOptions;
  readonly #events: ConnectEvents;
  #over = false;

  constructor(to: DriverAddress, options: DriverConnectOptions, events: ConnectEvents) {
    this.#to = to;
    this.#options = options;
    this.#events = events;
  }

  /** A socket can be written to once it is connected (connect(2), EINPROGRESS). */
  writable(): void {
    this.#connected();
  }

  /** Where bytes and a reset are there before the loop looks, Bun does not tell that the socket can be written to. */
  received(chunk: Uint8Array): void {
    this.#connected()?.received(chunk);
  }

  #connected(): BunStream | undefined {
    const { socket } = this;
    if (this.#over || socket === undefined) return undefined;
    this.#over = true;
    const stream = new BunStream(socket, localAddress(socket, this.#to), remoteAddress(socket, this.#to));
    socket.data = stream;
    // TCP_NODELAY is Bun's default, and is set again when it takes a socket over.
    if (!this.#options.noDelay) stream.setNoDelay(false);
    // Set by now; the stream has to know of an idle time.
    const { keepAlive } = this.#options;
    if (keepAlive !== false) stream.setKeepAlive(true, typeof keepAlive === "number" ? keepAlive : undefined);
    this.#events.connected(stream);
    return stream;
  }

  closed(error: Error | undefined): void {
    this.failed(failureOf(error));
  }

  failed(failure: Failure): void {
    if (this.#over) return;
    this.#over = true;
    this.#events.failed(failure);
  }

  ended(): void {}

  /** close(2): a peer that has accepted it by now sees an end, where `terminate()` is a reset. */
  stop(): void {
    if (this.#over) return;
    this.#over = true;
    const { socket } = this;
    if (socket === undefined) return;
    socket.data = nobody;
    socket.end();
  }
}

function localAddress(socket: NativeSocket, to: DriverAddress): Address {
  return to.family === "unix" ? unixAddress(null) : ipAddress(socket.localAddress, socket.localPort, to);
}

function remoteAddress(socket: NativeSocket, to: DriverAddress): Address {
  if (to.family === "unix") return unixAddress(to.path);
  const { remoteAddress: host = to.host, remotePort: port = to.port } = socket;
  return ipAddress(host, port, to);
}
