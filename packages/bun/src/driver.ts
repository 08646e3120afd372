import type { Capability, Driver } from "@anysock/core";
import { connect } from "./connect.ts";
import { bind } from "./datagram.ts";
import { files } from "./files.ts";
import { listen } from "./listener.ts";
import { resolve } from "./resolve.ts";

/** Bun 1.4 and later. */
const supports: readonly Capability[] = [
  "ipv6",
  "dual-stack",
  "unix",
  "unix:abstract",
  "tcp:reset",
  "read-after-reset",
  "reset-after-data",
  "udp",
  "udp:refused",
  "udp:broadcast",
  "udp:ipv6Only",
  "udp:reuseAddress",
  "udp:reusePort",
  "udp:multicast",
  "udp:multicast-interface",
  "udp:multicast-source",
  "udp:multicast-ttl",
  "udp:multicast-loopback",
  "option:backlog",
  "option:ipv6Only",
  "option:reusePort",
  "option:keepAlive",
  "option:keepAliveIdle",
  "option:unlinkStale",
];

export const driver: Driver = {
  runtime: { name: "bun", version: Bun.version },
  supports: new Set(supports),
  files,
  resolve,
  connect,
  listen,
  bind,
};
