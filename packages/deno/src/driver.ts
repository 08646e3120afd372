import { type Capability, type Driver, optionSupport } from "@anysock/core";
import { connect } from "./connect.ts";
import { bind } from "./datagram.ts";
import { files } from "./files.ts";
import { environment, inheritedAddress } from "./inherited.ts";
import { listen, listenInherited } from "./listener.ts";
import { FFI, optionRows, UNSTABLE } from "./option-rows.ts";
import { canCall } from "./reset.ts";
import { resolve } from "./resolve.ts";

const others: Capability[] = ["ipv6", "dual-stack", "unix", "unix:abstract", "read-after-reset", "reset-after-data"];
if (canCall()) others.push("tcp:reset");

const isUnstable = "listenDatagram" in Deno;
if (isUnstable) others.push("udp:multicast");

/** What this Deno has of what {@link optionRows} ask for. Permissions are looked at once, and never asked for. */
function conditionsHere(): ReadonlySet<string> {
  const has = new Set<string>();
  if (canCall()) has.add(FFI);
  // Without --unstable-net, `reusePort: true` ends the process with status 70; the flag is seen by what else it brings.
  if (isUnstable) has.add(UNSTABLE);
  return has;
}

const options = optionSupport(optionRows, conditionsHere());

export const driver: Driver = {
  runtime: { name: "deno", version: Deno.version.deno },
  supports: new Set([...others, ...options.supports]),
  remedies: {
    "tcp:reset": "run it with --allow-ffi",
    "udp:multicast": "run it with --unstable-net",
    ...options.remedies,
  },
  files,
  ...(options.supports.includes("listen:fd")
    ? { inherited: { address: inheritedAddress, listen: listenInherited } }
    : {}),
  environment,
  resolve,
  connect,
  listen,
  ...(isUnstable ? { bind } : {}),
};
