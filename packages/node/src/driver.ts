import type { Capability, Driver } from "@anysock/core";
import { connect } from "./connect.ts";
import { files } from "./files.ts";
import { listen } from "./listener.ts";
import { resolve } from "./resolve.ts";

/** Node.js 24 and later; see `docs/` for what 22 lacks. */
const major = Number.parseInt(process.versions.node, 10);

const supports: Capability[] = [
  "ipv6",
  "dual-stack",
  "unix",
  "unix:abstract",
  "tcp:reset",
  "option:backlog",
  "option:ipv6Only",
  "option:reusePort",
  "option:keepAlive",
  "option:unlinkStale",
];
// Before 24 a reset right behind data reads as a clean end, 40 times out of 40 (libuv 1.51 reads on until the error).
if (major >= 24) supports.push("reset-after-data");
// Before 24 a connection with an idle time is probed every second, and ended after ten: its `setKeepAlive` takes nothing else.
if (major >= 24) supports.push("option:keepAliveIdle");

export const driver: Driver = {
  runtime: { name: "node", version: process.versions.node },
  supports: new Set(supports),
  remedies: { "option:keepAliveIdle": "run it with Node.js 24 or later" },
  files,
  resolve,
  connect,
  listen,
};
