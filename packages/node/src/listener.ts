import { chmodSync } from "node:fs";
import net, { createServer, type Server, type ListenOptions as ServerPlace, type Socket } from "node:net";
import process from "node:process";
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
  isMappedIpv4,
  isWildcard,
  type ListenerEvents,
  unixAddress,
  zoneFailure,
} from "@anysock/core";
import { failureOf, mappedFailure, pathFailureOf } from "./failure.ts";
import { inheritedAddress } from "./inherited.ts";
import type { Kernel } from "./kernel.ts";
import { NodeStream } from "./stream.ts";

export async function listen(
  at: DriverAddress,
  options: DriverListenOptions,
  events: ListenerEvents,
  kernel: Kernel | null,
): Promise<DriverListener> {
  try {
    if (options.trafficClass !== undefined && takesMapped(at, options) && kernel === null) throw mappedFailure();
    if (kernel !== null && needsKernel(options)) return await listenByDescriptor(at, options, events, kernel);
    if (at.family === "unix" && options.mode !== undefined) return await listenByMode(at.path, options, events);
    const place =
      at.family === "unix"
        ? { path: at.path }
        : { host: at.host, port: at.port, ipv6Only: options.ipv6Only, reusePort: options.reusePort };
    return await listening(place, at, options, events);
  } catch (error) {
    throw at.family === "unix" ? pathFailureOf(error, at.path) : zoneFailure(at, failureOf(error));
  }
}

/** A socket that listens already, whoever has made it. */
export async function listenInherited(
  fd: number,
  options: DriverListenOptions,
  events: ListenerEvents,
  kernel: Kernel | null,
): Promise<DriverListener> {
  try {
    refuseInWorker();
    const at = inheritedAddress(fd);
    if (kernel === null && options.trafficClass !== undefined && takesMapped(at, options)) throw mappedFailure();
    if (kernel !== null && needsKernel(options)) kernel.setOptions(fd, inheritedOptions(at.family, options));
    return await listening({ fd }, at, kernel === null ? options : { ...options, trafficClass: undefined }, events);
  } catch (error) {
    throw failureOf(error);
  }
}

/** Whether its connections can be IPv4 ones on a socket of IPv6. */
function takesMapped(at: DriverAddress | Address, { ipv6Only }: DriverListenOptions): boolean {
  return at.family === "ipv6" && (isMappedIpv4(at) || (isWildcard(at) && !ipv6Only));
}

function needsKernel({ reuseAddress, receiveBuffer, sendBuffer, trafficClass }: DriverListenOptions): boolean {
  return [receiveBuffer, sendBuffer, trafficClass].some((asked) => asked !== undefined) || reuseAddress === false;
}

/** Bound by system calls of our own, because libuv sets nothing between its socket(2) and its bind(2). */
async function listenByDescriptor(
  at: DriverAddress,
  options: DriverListenOptions,
  events: ListenerEvents,
  kernel: Kernel,
): Promise<DriverListener> {
  refuseInWorker();
  const fd = kernel.listen(at, options);
  if (typeof fd !== "number") throw fd;
  // From here on it is Node's, which closes it where it fails.
  return await listening({ fd }, at, { ...options, trafficClass: undefined }, events);
}

/** A worker of `node:cluster` has Node ask the primary for any `{ fd }`, which listens on a descriptor of its own of that number (net.js, `listenInCluster`). */
function refuseInWorker(): void {
  if (!process.getBuiltinModule("node:cluster").isWorker) return;
  const what = `node ${process.versions.node} lets a worker of node:cluster listen on descriptors of its primary alone`;
  throw new Failure("ENOTSUP", undefined, `${what}: listen in the primary, or in a process that is no worker`);
}

/** A path that is bound refuses everybody until it listens (unix(7), ECONNREFUSED): its bits are right by then. */
async function listenByMode(
  path: string,
  options: DriverListenOptions,
  events: ListenerEvents,
): Promise<DriverListener> {
  // Its path is documented, and not in its types yet (nodejs/node#64399).
  const place: object = { path };
  const bound = new net.BoundSocket(place);
  try {
    chmodSync(path, options.mode ?? 0);
  } catch (error) {
    bound.close();
    throw error;
  }
  return await listening({ handle: bound }, { family: "unix", path }, options, events);
}

function listening(
  place: ServerPlace & { readonly fd?: number },
  at: DriverAddress | Address,
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
    server.once("error", reject);
    const listens = (): void => {
      server.removeAllListeners("error");
      resolve(new NodeListener(server, boundAddress(server, at), options, events));
    };
    const { backlog } = options;
    // With a handle or a descriptor, Node takes the backlog of its arguments, with anything else that of its options.
    const asArgument = place.handle !== undefined || place.fd !== undefined;
    if (asArgument && backlog !== undefined) server.listen(place, backlog, listens);
    else server.listen({ ...place, ...(backlog === undefined ? {} : { backlog }) }, listens);
  });
}

function boundAddress(server: Server, at: DriverAddress | Address): Address {
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

  constructor(server: Server, address: Address, options: DriverListenOptions, events: ListenerEvents) {
    const { keepAlive, trafficClass } = options;
    this.#server = server;
    this.address = address;
    server.on("connection", (socket) => {
      const stream = acceptedStream(socket, address);
      if (stream === null) return;
      if (typeof keepAlive === "number") stream.setKeepAlive(true, keepAlive);
      if (trafficClass !== undefined) stream.setTrafficClass(trafficClass);
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
