import type { Capability, Driver } from "@anysock/core";
import { connect } from "./connect.ts";
import { bind } from "./datagram.ts";
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
const hasLibrary = canReset();
if (hasLibrary) supports.push("tcp:reset");
// Without --unstable-net, `reusePort: true` ends the process with status 70; the flag is seen by what else it brings.
const isUnstable = "listenDatagram" in Deno;
if (isUnstable) supports.push("option:reusePort", "udp", "udp:reuseAddress", "udp:multicast");
const byLibrary: readonly Capability[] = [
  "udp:broadcast",
  "udp:multicast-interface",
  "udp:multicast-source",
  "udp:multicast-ttl",
  "udp:multicast-loopback",
];
if (isUnstable && hasLibrary) supports.push(...byLibrary);

const unstable = "run it with --unstable-net";

export const driver: Driver = {
  runtime: { name: "deno", version: Deno.version.deno },
  supports: new Set(supports),
  remedies: {
    "tcp:reset": "run it with --allow-ffi",
    "option:reusePort": unstable,
    udp: unstable,
    ...Object.fromEntries(byLibrary.map((capability) => [capability, "run it with --allow-ffi"])),
  },
  files,
  resolve,
  connect,
  listen,
  ...(isUnstable ? { bind } : {}),
};
