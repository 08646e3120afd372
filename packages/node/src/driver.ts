import type { Capability, Driver } from "@anysock/core";
import { connect } from "./connect.ts";
import { bind } from "./datagram.ts";
import { files } from "./files.ts";
import { listen } from "./listener.ts";
import { resolve } from "./resolve.ts";

/** Node.js 24 and later; see `docs/` for what 22 lacks. */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
/** From 24.19 and 26.4 on, `setKeepAlive` takes how often to probe; before, with an idle time, it is every second, and ten times. */
const setsProbes = major > 26 || (major === 26 && minor >= 4) || (major === 24 && minor >= 19);

/**
 * What the `node:net` of other runtimes takes and ignores, by what the kernel says of it (Bun 1.4.5: a queue of 512 whatever was asked;
 * Deno 2.9.5: `::` takes IPv4, and accepted connections have no keep-alive timer).
 */
const ignored: Readonly<Record<string, readonly Capability[]>> = {
  bun: ["option:backlog"],
  deno: ["option:ipv6Only", "option:keepAlive"],
};
/** The runtime on whose `node:net` this runs, where that is not Node.js, and only imitates it. */
const host = Object.keys(ignored).find((name) => name in process.versions);

const supports: Capability[] = [
  "ipv6",
  "dual-stack",
  "unix",
  "unix:abstract",
  "tcp:reset",
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
  "option:unlinkStale",
];
// Before 24 a reset right behind data reads as a clean end, 40 times out of 40 (libuv 1.51 reads on until the error).
if (major >= 24) supports.push("reset-after-data");
if (setsProbes && host === undefined) supports.push("option:keepAliveIdle");

export const driver: Driver = {
  runtime:
    host === undefined
      ? { name: "node", version: process.versions.node }
      : { name: `node-on-${host}`, version: process.versions[host] ?? "" },
  supports: new Set(supports.filter((capability) => host === undefined || !ignored[host]?.includes(capability))),
  remedies: { "option:keepAliveIdle": "run it with Node.js 24.19 or later of 24, or 26.4 or later" },
  files,
  resolve,
  connect,
  listen,
  bind,
};
