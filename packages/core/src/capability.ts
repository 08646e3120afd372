/** What an adapter may or may not be able to do on its runtime. `Sockets.supports` says which; the rest is `ENOTSUP`. */
export const capabilityTable: Readonly<Record<Capability, string>> = {
  ipv6: "TCP over IPv6",
  "dual-stack": "one listener on `::` takes IPv4 connections as well",
  unix: "Unix stream sockets bound to a path",
  "unix:abstract": "Unix stream sockets with an abstract name (Linux)",
  "tcp:reset": "`abort()` sends an RST on TCP",
  "read-after-reset": "bytes that came before a reset can be read even where a write met the reset first",
  "reset-after-data": "a reset right behind data is told apart from a clean end",
  "option:backlog": "`listen(at, { backlog })`",
  "option:ipv6Only": "`listen(at, { ipv6Only: true })`",
  "option:reusePort": "`listen(at, { reusePort: true })`",
  "option:keepAlive": "`keepAlive: true`, with the system's idle time",
  "option:keepAliveIdle": "`keepAlive: milliseconds`",
  "option:unlinkStale": "`listen({ path }, { unlinkStale: true })`",
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
  | "option:backlog"
  | "option:ipv6Only"
  | "option:reusePort"
  | "option:keepAlive"
  | "option:keepAliveIdle"
  | "option:unlinkStale";
