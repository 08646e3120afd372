import net, { Socket } from "node:net";
import process from "node:process";
import { type Capability, type Driver, type OptionRow, optionSupport } from "@anysock/core";
import { connect } from "./connect.ts";
import { bind } from "./datagram.ts";
import { files } from "./files.ts";
import { environment, inheritedAddress } from "./inherited.ts";
import type { Kernel } from "./kernel.ts";
import { listen, listenInherited } from "./listener.ts";
import { BOUND_PATH, FFI, FORBIDDEN_FFI, optionRows, PROBES, TYPE_OF_SERVICE } from "./option-rows.ts";
import { resolve } from "./resolve.ts";

/** Node.js 24 and later; see `docs/` for what 22 lacks. */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
/** From 24.19 and 26.4 on, `setKeepAlive` takes how often to probe; before, with an idle time, it is every second, and ten times. */
const setsProbes = major > 26 || (major === 26 && minor >= 4) || (major === 24 && minor >= 19);

/**
 * What the `node:net` and `node:dgram` of other runtimes take and ignore, by what the kernel says of it (Bun 1.4.5: a queue of 512 whatever
 * was asked, a traffic class of 0, and TCP_NODELAY where `noDelay` is false; Deno 2.9.5: `::` takes IPv4, accepted connections have no keep-alive timer, a queue of 128 on an
 * inherited descriptor, and SO_REUSEPORT on no datagram socket).
 */
const ignored: Readonly<Record<string, readonly Capability[]>> = {
  bun: ["option:backlog", "option:trafficClass", "option:noDelay"],
  deno: ["option:ipv6Only", "option:keepAlive", "option:backlog", "udp:reusePort"],
};
/** The runtime on whose `node:net` this runs, where that is not Node.js, and only imitates it. */
const host = Object.keys(ignored).find((name) => name in process.versions);

const others: Capability[] = [
  "ipv6",
  "dual-stack",
  "unix",
  "unix:abstract",
  "tcp:reset",
  "udp:refused",
  "udp:multicast",
];
// Before 24 a reset right behind data reads as a clean end, 40 times out of 40 (libuv 1.51 reads on until the error).
if (major >= 24) others.push("reset-after-data");

function isIgnored(capability: Capability): boolean {
  return host !== undefined && ignored[host]?.includes(capability) === true;
}

/** What this Node.js has of what {@link optionRows} ask for. */
function conditionsHere(kernel: Kernel | null): ReadonlySet<string> {
  const has = new Set<string>();
  // By the module, because 22 has no such name to import. The class is older than its path (nodejs/node#64399), which `isPipe` came with.
  if ("BoundSocket" in net && "isPipe" in net.BoundSocket.prototype) has.add(BOUND_PATH);
  if ("setTypeOfService" in Socket.prototype) has.add(TYPE_OF_SERVICE);
  if (setsProbes && host === undefined) has.add(PROBES);
  if (kernel !== null && has.has(BOUND_PATH)) has.add(FFI);
  return has;
}

/** The rows with what helps here: under `--permission` importing alone does not. */
function rowsHere(): readonly OptionRow[] {
  if (process.permission === undefined || process.permission.has("ffi")) return optionRows;
  return optionRows.map((row) => (row.needs === FFI ? { ...row, help: FORBIDDEN_FFI } : row));
}

/** With system calls of one's own, or without. */
export function driverWith(kernel: Kernel | null): Driver {
  const options = optionSupport(rowsHere(), conditionsHere(kernel));
  return {
    runtime:
      host === undefined
        ? { name: "node", version: process.versions.node }
        : { name: `node-on-${host}`, version: process.versions[host] ?? "" },
    supports: new Set([...others, ...options.supports].filter((capability) => !isIgnored(capability))),
    remedies: options.remedies,
    files,
    inherited: { address: inheritedAddress, listen: (fd, asked, events) => listenInherited(fd, asked, events, kernel) },
    environment,
    resolve,
    connect: (to, asked, events) => connect(to, asked, events, kernel),
    listen: (at, asked, events) => listen(at, asked, events, kernel),
    bind,
  };
}

export const driver: Driver = driverWith(null);
