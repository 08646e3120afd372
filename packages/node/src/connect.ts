import net, { connect as connectSocket, Socket, type TcpNetConnectOpts } from "node:net";
import { networkInterfaces } from "node:os";
import {
  type Address,
  type ConnectEvents,
  type DriverAddress,
  type DriverConnectOptions,
  Failure,
  type IpDriverAddress,
  inheritedOptions,
  ipAddress,
  isMappedIpv4,
  unixAddress,
  zoneFailure,
  zoneOf,
} from "@anysock/core";
import { failureOf, mappedFailure } from "./failure.ts";
import type { Kernel } from "./kernel.ts";
import { NodeStream } from "./stream.ts";

/** One attempt. No `signal` is given to Node, because it stays live and would destroy the connection later. */
export function connect(
  to: DriverAddress,
  options: DriverConnectOptions,
  events: ConnectEvents,
  kernel: Kernel | null,
): () => void {
  let socket: Socket;
  try {
    if (zoneIsMissing(to)) throw zoneFailure(to, new Failure("EINVAL"));
    if (options.trafficClass !== undefined && isMappedIpv4(to)) throw mappedFailure();
    socket = started(to, options, kernel);
  } catch (error) {
    const failing = setImmediate(() => events.failed(failureOf(error)));
    return () => clearImmediate(failing);
  }
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

function started(to: DriverAddress, options: DriverConnectOptions, kernel: Kernel | null): Socket {
  const { noDelay, trafficClass, receiveBuffer, sendBuffer, local } = options;
  const wanted = {
    // Default false: Node ends its side when the peer does.
    allowHalfOpen: true,
    noDelay,
    keepAlive: options.keepAlive === true,
    ...(trafficClass === undefined ? {} : { typeOfService: trafficClass }),
  };
  if (to.family === "unix") return connectSocket({ path: to.path, ...wanted });
  const { host, port } = to;
  const there: TcpNetConnectOpts = { host, port, autoSelectFamily: false };
  if (receiveBuffer === undefined && sendBuffer === undefined) {
    const here =
      local === undefined
        ? {}
        : { localPort: local.port, ...(local.host === undefined ? {} : { localAddress: local.host }) };
    return connectSocket({ ...there, ...here, ...wanted });
  }
  // `supports` has the two only where there is a kernel. Bound, a socket of Node has a descriptor that it tells.
  const any = to.family === "ipv6" ? "::" : "0.0.0.0";
  const bound = new net.BoundSocket({ host: local?.host ?? any, port: local?.port ?? 0 });
  try {
    kernel?.setOptions(bound.fd(), inheritedOptions(to.family, options));
  } catch (error) {
    bound.close();
    throw error;
  }
  return new Socket({ handle: bound, ...wanted }).connect(there);
}

/** libuv takes an interface of its own choice where a zone names none. */
function zoneIsMissing(to: DriverAddress): boolean {
  const zone = to.family === "ipv6" ? zoneOf(to.host) : undefined;
  return zone !== undefined && networkInterfaces()[zone] === undefined;
}

/** `null` for a connection that was reset in the meantime: it has no address any more. */
function streamOf(socket: Socket, to: DriverAddress): NodeStream | null {
  if (to.family === "unix") return new NodeStream(socket, unixAddress(null), unixAddress(to.path));
  const { localAddress, localPort } = socket;
  if (localAddress === undefined || localPort === undefined) return null;
  return new NodeStream(socket, ipAddress(localAddress, localPort), remoteOf(socket, to));
}

/** An IPv4 address has one spelling and is the peer's, but for 0.0.0.0, which is this machine: asking the kernel takes some µs. */
function remoteOf(socket: Socket, to: IpDriverAddress): Address {
  const { host, port } = to;
  if (to.family === "ipv4" && host !== "0.0.0.0") return { family: "ipv4", host, port };
  return ipAddress(socket.remoteAddress ?? host, socket.remotePort ?? port);
}
