import { connect as connectSocket, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import {
  type ConnectEvents,
  type DriverAddress,
  type DriverConnectOptions,
  Failure,
  ipAddress,
  unixAddress,
  zoneFailure,
  zoneOf,
} from "@anysock/core";
import { failureOf } from "./failure.ts";
import { NodeStream } from "./stream.ts";

/** One attempt. No `signal` is given to Node, because it stays live and would destroy the connection later. */
export function connect(to: DriverAddress, options: DriverConnectOptions, events: ConnectEvents): () => void {
  if (zoneIsMissing(to)) {
    const failing = setImmediate(() => events.failed(zoneFailure(to, new Failure("EINVAL"))));
    return () => clearImmediate(failing);
  }
  const socket = connectSocket({
    ...(to.family === "unix" ? { path: to.path } : { host: to.host, port: to.port, autoSelectFamily: false }),
    // Default false: Node ends its side when the peer does.
    allowHalfOpen: true,
    noDelay: options.noDelay,
    keepAlive: options.keepAlive === true,
  });
  // Before the connection is there, so that nothing is read until somebody asks.
  socket.pause();
  const onError = (error: Error): void => events.failed(failureOf(error));
  socket.once("error", onError);
  socket.once("connect", () => {
    socket.removeListener("error", onError);
    const stream = streamOf(socket, to);
    if (stream !== null) {
      if (typeof options.keepAlive === "number") stream.setKeepAlive(true, options.keepAlive);
      events.connected(stream);
      return;
    }
    socket.on("error", () => {});
    socket.destroy();
    events.failed(new Failure("ECONNRESET"));
  });
  return () => {
    socket.removeAllListeners("connect");
    socket.destroy();
  };
}

/** libuv takes an interface of its own choice where a zone names none. */
function zoneIsMissing(to: DriverAddress): boolean {
  const zone = to.family === "ipv6" ? zoneOf(to.host) : undefined;
  return zone !== undefined && networkInterfaces()[zone] === undefined;
}

/** `null` for a connection that was reset in the meantime: it has no address any more. */
function streamOf(socket: Socket, to: DriverAddress): NodeStream | null {
  if (to.family === "unix") return new NodeStream(socket, unixAddress(null), unixAddress(to.path));
  const { localAddress, localPort, remoteAddress = to.host, remotePort = to.port } = socket;
  if (localAddress === undefined || localPort === undefined) return null;
  return new NodeStream(socket, ipAddress(localAddress, localPort), ipAddress(remoteAddress, remotePort));
}
