import type { Capability, Driver } from "@anysock/core";
import { connect } from "./connect.ts";
import { files } from "./files.ts";
import { listen } from "./listener.ts";
import { canReset } from "./reset.ts";
import { resolve } from "./resolve.ts";

const supports: Capability[] = [
  "ipv6",
  "dual-stack",
  "unix",
  "unix:abstract",
  "read-after-reset",
  "reset-after-data",
  "option:backlog",
  "option:keepAlive",
  "option:unlinkStale",
];
if (canReset()) supports.push("tcp:reset");
// Without --unstable-net, `reusePort: true` ends the process with status 70; the flag is seen by what else it brings.
if ("listenDatagram" in Deno) supports.push("option:reusePort");

export const driver: Driver = {
  runtime: { name: "deno", version: Deno.version.deno },
  supports: new Set(supports),
  remedies: {
    "tcp:reset": "run it with --allow-ffi",
    "option:reusePort": "run it with --unstable-net",
  },
  files,
  resolve,
  connect,
  listen,
};
