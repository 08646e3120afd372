import type { OptionColumn, OptionRow } from "@anysock/core";

/** What Bun makes of each option. `bun:ffi` asks for no permission. */
export const optionRows: readonly OptionRow[] = [
  { option: "noDelay", by: "`setNoDelay`" },
  { option: "keepAlive", by: "setsockopt(2), by `bun:ffi`" },
  { option: "keepAliveIdle", by: "setsockopt(2), by `bun:ffi`" },
  { option: "trafficClass", by: "setsockopt(2), by `bun:ffi`" },
  { option: "receiveBuffer", by: "setsockopt(2) before connect(2) or bind(2), by `bun:ffi`" },
  { option: "sendBuffer", by: "setsockopt(2) before connect(2) or bind(2), by `bun:ffi`" },
  { option: "local", by: "bind(2), by `bun:ffi`" },
  { option: "backlog", by: "a second listen(2), by `bun:ffi`" },
  { option: "pending", by: "core" },
  { option: "ipv6Only", by: "`ipv6Only`" },
  { option: "reusePort", by: "`reusePort`" },
  { option: "reuseAddress", by: "setsockopt(2) before bind(2), by `bun:ffi`" },
  { option: "mode", by: "chmod(2) between bind(2) and listen(2), by `bun:ffi`" },
  { option: "unlinkStale", by: "core" },
  { option: "fd", by: "`fd` of `Bun.listen`" },
  { option: "udp:remote", by: "`connect` of `Bun.udpSocket`" },
  { option: "udp:queue", by: "core" },
  { option: "udp:ipv6Only", by: "setsockopt(2) before bind(2), by `bun:ffi`" },
  { option: "udp:reuseAddress", by: "setsockopt(2) before bind(2), by `bun:ffi`" },
  { option: "udp:reusePort", by: "setsockopt(2) before bind(2), by `bun:ffi`" },
  { option: "udp:broadcast", by: "`setBroadcast`" },
  { option: "udp:multicastTtl", by: "setsockopt(2), by `bun:ffi`" },
  { option: "udp:multicastLoopback", by: "setsockopt(2), by `bun:ffi`" },
  { option: "udp:multicastInterface", by: "setsockopt(2), by `bun:ffi`" },
  { option: "udp:interface", by: "setsockopt(2), by `bun:ffi`" },
  { option: "udp:source", by: "setsockopt(2), by `bun:ffi`" },
];

/** The versions that are tested. */
export const optionColumns: readonly OptionColumn[] = [{ name: "Bun 1.4.5", has: [] }];
