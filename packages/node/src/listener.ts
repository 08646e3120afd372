import { createServer, type Server, type Socket } from "node:net";
import type { Address, DriverAddress, DriverListener, DriverListenOptions, ListenerEvents } from "@anysock/core";
import { addressOf, unixAddress } from "./address.ts";
import { codeOf, failureOf, pathFailureOf } from "./failure.ts";
import { NodeStream } from "./stream.ts";

export function listen(
  at: DriverAddress,
  options: DriverListenOptions,
  events: ListenerEvents,
): Promise<DriverListener> {
  const server = createServer({
    // Default false: Node ends its side when the peer does.
    allowHalfOpen: true,
    // Nothing is read until somebody asks.
    pauseOnConnect: true,
    noDelay: options.noDelay,
    keepAlive: options.keepAlive !== false,
    keepAliveInitialDelay: typeof options.keepAlive === "number" ? options.keepAlive : 0,
  });
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(at.family === "unix" ? pathFailureOf(error, at.path) : failureOf(error)));
    server.listen(
      {
        ...(at.family === "unix"
          ? { path: at.path }
          : { host: at.host, port: at.port, ipv6Only: options.ipv6Only, reusePort: options.reusePort }),
        ...(options.backlog === undefined ? {} : { backlog: options.backlog }),
      },
      () => {
        server.removeAllListeners("error");
        resolve(new NodeListener(server, boundAddress(server, at), events));
      },
    );
  });
}

function boundAddress(server: Server, at: DriverAddress): Address {
  const bound = server.address();
  if (at.family === "unix" || bound === null || typeof bound === "string") {
    return unixAddress(at.family === "unix" ? at.path : null);
  }
  return addressOf(bound.address, bound.port);
}

/** Failures of `accept` that are the listener's own; any other is one connection's, or will pass (accept(2)). */
const OWN_FAILURES: ReadonlySet<string | undefined> = new Set(["EBADF", "EINVAL", "ENOTSOCK", "EOPNOTSUPP"]);

class NodeListener implements DriverListener {
  readonly address: Address;
  readonly eager = true;
  readonly #server: Server;

  constructor(server: Server, address: Address, events: ListenerEvents) {
    this.#server = server;
    this.address = address;
    server.on("connection", (socket) => {
      const stream = acceptedStream(socket, address);
      if (stream !== null) events.accepted(stream);
    });
    server.on("error", (error) => {
      if (OWN_FAILURES.has(codeOf(error))) events.failed(failureOf(error));
    });
  }

  /** Node accepts on its own. */
  accept(): void {}

  /** The descriptor is closed within the call; the server's own callback would wait for its connections, too. */
  close(): Promise<void> {
    this.#server.close();
    return Promise.resolve();
  }

  ref(): void {
    this.#server.ref();
  }

  unref(): void {
    this.#server.unref();
  }
}

/** `null` for a connection that was reset before it could be accepted: it has no peer any more (getpeername, ENOTCONN). */
function acceptedStream(socket: Socket, address: Address): NodeStream | null {
  if (address.family === "unix") return new NodeStream(socket, address, unixAddress(null));
  const { remoteAddress, remotePort } = socket;
  const local = isExact(address) ? address : localAddressOf(socket);
  if (local === null || remoteAddress === undefined || remotePort === undefined) {
    socket.on("error", () => {});
    socket.destroy();
    return null;
  }
  return new NodeStream(socket, local, addressOf(remoteAddress, remotePort));
}

/** Whether every connection of a listener has its very address: one that takes all of a machine's does not say which. */
function isExact(address: Address): boolean {
  return address.family === "ipv4"
    ? address.host !== "0.0.0.0"
    : address.family === "ipv6" && !address.host.startsWith("::");
}

/** Costs getsockname(2), 6 % of a short connection. */
function localAddressOf({ localAddress, localPort }: Socket): Address | null {
  return localAddress === undefined || localPort === undefined ? null : addressOf(localAddress, localPort);
}
