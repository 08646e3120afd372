/** What an adapter may or may not be able to do on its runtime. `Sockets.supports` says which; the rest is `ENOTSUP`. */
export const capabilityTable: Readonly<Record<Capability, string>> = {
  ipv6: "TCP over IPv6",
  "dual-stack": "one listener on `::` takes IPv4 connections as well",
  unix: "Unix stream sockets bound to a path",
  "unix:abstract": "Unix stream sockets with an abstract name (Linux)",
  "tcp:reset": "`abort()` sends an RST on TCP",
  "read-after-reset": "bytes that came before a reset can be read even where a write met the reset first",
  "reset-after-data": "a reset right behind data is told apart from a clean end",
  udp: "datagrams: `bind()`",
  "udp:refused": "a connected datagram socket is told `ECONNREFUSED` where nobody has the port",
  "udp:broadcast": "sending to a broadcast address is `EACCES` unless `broadcast` is set",
  "udp:ipv6Only": "`bind(at, { ipv6Only: true })`",
  "udp:reuseAddress": "`bind(at, { reuseAddress: true })`",
  "udp:reusePort": "`bind(at, { reusePort: true })`",
  "udp:multicast": "`join()` and `leave()` of multicast groups",
  "udp:multicast-interface": "`join(group, { interface })`, `set({ multicastInterface })`",
  "udp:multicast-source": "`join(group, { source })` (RFC 4607)",
  "udp:multicast-ttl": "`set({ multicastTtl })`",
  "udp:multicast-loopback": "`set({ multicastLoopback })`",
  "option:backlog": "`listen(at, { backlog })`",
  "option:ipv6Only": "`listen(at, { ipv6Only: true })`",
  "option:reusePort": "`listen(at, { reusePort: true })`",
  "option:noDelay": "`noDelay: false`",
  "option:keepAlive": "`keepAlive: true`, with the system's idle time",
  "option:keepAliveIdle": "`keepAlive: milliseconds`",
  "option:unlinkStale": "`listen({ path }, { unlinkStale: true })`",
  "option:reuseAddress": "`listen(at, { reuseAddress: false })`",
  "option:local": "`connect(to, { local: { host, port } })`",
  "option:receiveBuffer": "`receiveBuffer: bytes`",
  "option:sendBuffer": "`sendBuffer: bytes`",
  "option:trafficClass": "`trafficClass: number`",
  "option:mode": "`listen({ path }, { mode })`",
  "listen:fd": "`listen({ fd })`: a socket that another process has bound",
};

/** One of the keys of {@link capabilityTable}. */
export type Capability =
  | "ipv6"
  | "dual-stack"
  | "unix"
  | "unix:abstract"
  | "tcp:reset"
  | "read-after-reset"
  | "reset-after-data"
  | "udp"
  | "udp:refused"
  | "udp:broadcast"
  | "udp:ipv6Only"
  | "udp:reuseAddress"
  | "udp:reusePort"
  | "udp:multicast"
  | "udp:multicast-interface"
  | "udp:multicast-source"
  | "udp:multicast-ttl"
  | "udp:multicast-loopback"
  | "option:backlog"
  | "option:ipv6Only"
  | "option:reusePort"
  | "option:noDelay"
  | "option:keepAlive"
  | "option:keepAliveIdle"
  | "option:unlinkStale"
  | "option:reuseAddress"
  | "option:local"
  | "option:receiveBuffer"
  | "option:sendBuffer"
  | "option:trafficClass"
  | "option:mode"
  | "listen:fd";
