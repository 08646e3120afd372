import type { Address } from "./address.ts";
import type { DriverBindOptions } from "./datagram-driver.ts";
import type { DriverConnectOptions, DriverListenOptions } from "./driver.ts";

/** What setsockopt(2) takes: a level, a name and an `int`. */
export interface SocketOption {
  readonly level: number;
  readonly name: number;
  readonly value: number;
}

// Numbers of Linux (asm-generic/socket.h, netinet/in.h, netinet/tcp.h), as on x86-64 and arm64.
const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const SO_BROADCAST = 6;
const SO_SNDBUF = 7;
const SO_RCVBUF = 8;
const SO_KEEPALIVE = 9;
const SO_REUSEPORT = 15;
const IPPROTO_IP = 0;
const IP_TOS = 1;
const IPPROTO_TCP = 6;
const TCP_NODELAY = 1;
const TCP_KEEPIDLE = 4;
const IPPROTO_IPV6 = 41;
const IPV6_V6ONLY = 26;
const IPV6_TCLASS = 67;

/**
 * For a driver that makes its sockets by system calls of Linux: what to set on one before it is bound. Accepted connections have
 * from their listener what acts on connections.
 */
export function socketOptions(
  family: Address["family"],
  options: DriverConnectOptions & Partial<DriverListenOptions>,
): readonly SocketOption[] {
  if (family === "unix") return [];
  const set: SocketOption[] = [
    { level: SOL_SOCKET, name: SO_REUSEADDR, value: options.reuseAddress === false ? 0 : 1 },
  ];
  if (options.reusePort === true) set.push({ level: SOL_SOCKET, name: SO_REUSEPORT, value: 1 });
  if (family === "ipv6") set.push({ level: IPPROTO_IPV6, name: IPV6_V6ONLY, value: options.ipv6Only === true ? 1 : 0 });
  return [...set, ...inheritedOptions(family, options)];
}

/** The same of a datagram socket, whatever `net.ipv6.bindv6only` says. A peer that is set later may be a broadcast address (connect(2), EACCES). */
export function datagramSocketOptions(
  family: "ipv4" | "ipv6",
  { ipv6Only, reuseAddress, reusePort, broadcast }: DriverBindOptions,
): readonly SocketOption[] {
  const set: SocketOption[] = [];
  if (family === "ipv6") set.push({ level: IPPROTO_IPV6, name: IPV6_V6ONLY, value: ipv6Only ? 1 : 0 });
  if (reuseAddress) set.push({ level: SOL_SOCKET, name: SO_REUSEADDR, value: 1 });
  if (reusePort) set.push({ level: SOL_SOCKET, name: SO_REUSEPORT, value: 1 });
  if (broadcast) set.push({ level: SOL_SOCKET, name: SO_BROADCAST, value: 1 });
  return set;
}

/** Those of them that act on connections, for a socket that is bound already. */
export function inheritedOptions(family: Address["family"], options: DriverConnectOptions): readonly SocketOption[] {
  if (family === "unix") return [];
  const { noDelay, keepAlive, receiveBuffer, sendBuffer, trafficClass } = options;
  const set: SocketOption[] = [{ level: IPPROTO_TCP, name: TCP_NODELAY, value: noDelay ? 1 : 0 }];
  if (receiveBuffer !== undefined) set.push({ level: SOL_SOCKET, name: SO_RCVBUF, value: receiveBuffer });
  if (sendBuffer !== undefined) set.push({ level: SOL_SOCKET, name: SO_SNDBUF, value: sendBuffer });
  if (keepAlive !== false) set.push(...keepAliveOptions(true, typeof keepAlive === "number" ? keepAlive : undefined));
  if (trafficClass !== undefined) set.push(...trafficClassOptions(family, trafficClass));
  return set;
}

/** `idle` is in milliseconds; `undefined` leaves it as it is. */
export function keepAliveOptions(on: boolean, idle: number | undefined): readonly SocketOption[] {
  const set: SocketOption[] = [{ level: SOL_SOCKET, name: SO_KEEPALIVE, value: on ? 1 : 0 }];
  if (on && idle !== undefined) set.push({ level: IPPROTO_TCP, name: TCP_KEEPIDLE, value: idle / 1000 });
  return set;
}

/** Of a socket that speaks IPv6, IPV6_TCLASS is for its packets of IPv6, and IP_TOS for those of IPv4. */
export function trafficClassOptions(family: Address["family"], value: number): readonly SocketOption[] {
  if (family === "unix") return [];
  const ofIpv4: SocketOption = { level: IPPROTO_IP, name: IP_TOS, value };
  return family === "ipv4" ? [ofIpv4] : [ofIpv4, { level: IPPROTO_IPV6, name: IPV6_TCLASS, value }];
}
