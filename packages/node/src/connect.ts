import { connect as connectSocket, type Socket } from "node:net";
import { type ConnectEvents, type DriverAddress, type DriverConnectOptions, Failure } from "@anysock/core";
import { addressOf, unixAddress } from "./address.ts";
import { failureOf } from "./failure.ts";
import { NodeStream } from "./stream.ts";

/** One attempt. No `signal` is given to Node, because it stays live and would destroy the connection later. */
export function connect(to: DriverAddress, options: DriverConnectOptions, events: ConnectEvents): () => void {
  const socket = connectSocket({
    ...(to.family === "unix" ? { path: to.path } : { host: to.host, port: to.port, autoSelectFamily: false }),
    // Default false: Node ends its side when the peer does.
    allowHalfOpen: true,
    noDelay: options.noDelay,
    keepAlive: options.keepAlive !== false,
    keepAliveInitialDelay: typeof options.keepAlive === "number" ? options.keepAlive : 0,
  });
  // Before the connection is there, so that nothing is read until somebody asks.
  socket.pause();
  const onError = (error: Error): void => events.failed(failureOf(error));
  socket.once("error", onError);
  socket.once("connect", () => {
    socket.removeListener("error", onError);
    const stream = streamOf(socket, to);
    if (stream !== null) {
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

/** `null` for a connection that was reset in the meantime: it has no address any more. */
function streamOf(socket: Socket, to: DriverAddress): NodeStream | null {
  if (to.family === "unix") return new NodeStream(socket, unixAddress(null), unixAddress(to.path));
  const { localAddress, localPort, remoteAddress = to.host, remotePort = to.port } = socket;
  if (localAddress === undefined || localPort === undefined) return null;
  return new NodeStream(socket, addressOf(localAddress, localPort), addressOf(remoteAddress, remotePort));
}
