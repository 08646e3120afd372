import type { Capability, Driver } from "@anysock/core";
import { connect } from "./connect.ts";
import { bind } from "./datagram.ts";
import { files } from "./files.ts";
import { listen } from "./listener.ts";
import { resolve } from "./resolve.ts";

/** Bun 1.4 and later; see `docs/` for what 1.3 loses. */
const supports: Capability[] = [
  "ipv6",
  "dual-stack",
  "unix",
  "unix:abstract",
  "tcp:reset",
  "read-after-reset",
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

// Before 1.4 a reset drops what a paused socket has, and `end` tells it: 16,000 bytes, 20 times out of 20.
const [major = 0, minor = 0] = Bun.version.split(".").map(Number);
if (major > 1 || minor >= 4) supports.push("reset-after-data");

export const driver: Driver = {
  runtime: { name: "bun", version: Bun.version },
  supports: new Set(supports),
  files,
  resolve,
  connect,
  listen,
  bind,
};
