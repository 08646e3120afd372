import { createServer, type Server, type Socket } from "node:net";
import {
  type Address,
  codeOf,
  type DriverAddress,
  type DriverListener,
  type DriverListenOptions,
  endsListener,
  ipAddress,
  isWildcard,
  type ListenerEvents,
  unixAddress,
  zoneFailure,
} from "@anysock/core";
import { failureOf, pathFailureOf } from "./failure.ts";
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
    keepAlive: options.keepAlive === true,
  });
  return new Promise((resolve, reject) => {
    server.once("error", (error) =>
      reject(at.family === "unix" ? pathFailureOf(error, at.path) : zoneFailure(at, failureOf(error))),
    );
    server.listen(
      {
        ...(at.family === "unix"
          ? { path: at.path }
          : { host: at.host, port: at.port, ipv6Only: options.ipv6Only, reusePort: options.reusePort }),
        ...(options.backlog === undefined ? {} : { backlog: options.backlog }),
      },
      () => {
        server.removeAllListeners("error");
        resolve(new NodeListener(server, boundAddress(server, at), options, events));
      },
    );
  });
}

function boundAddress(server: Server, at: DriverAddress): Address {
  const bound = server.address();
  if (at.family === "unix" || bound === null || typeof bound === "string") {
    return unixAddress(at.family === "unix" ? at.path : null);
  }
  return ipAddress(bound.address, bound.port);
}

class NodeListener implements DriverListener {
  readonly address: Address;
  readonly eager = true;
  readonly #server: Server;

  constructor(server: Server, address: Address, { keepAlive }: DriverListenOptions, events: ListenerEvents) {
    this.#server = server;
    this.address = address;
    server.on("connection", (socket) => {
      const stream = acceptedStream(socket, address);
      if (stream === null) return;
      if (typeof keepAlive === "number") stream.setKeepAlive(true, keepAlive);
      events.accepted(stream);
    });
    server.on("error", (error) => {
      if (endsListener(codeOf(error))) events.failed(failureOf(error));
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
  const local = isWildcard(address) ? localAddressOf(socket) : address;
  if (local === null || remoteAddress === undefined || remotePort === undefined) {
    socket.on("error", () => {});
    socket.destroy();
    return null;
  }
  return new NodeStream(socket, local, ipAddress(remoteAddress, remotePort));
}

/** Costs getsockname(2), 6 % of a short connection. */
function localAddressOf({ localAddress, localPort }: Socket): Address | null {
  return localAddress === undefined || localPort === undefined ? null : ipAddress(localAddress, localPort);
}
