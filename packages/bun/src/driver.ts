import { type Capability, type Driver, optionSupport } from "@anysock/core";
import { connect } from "./connect.ts";
import { bind } from "./datagram.ts";
import { files } from "./files.ts";
import { environment, inheritedAddress } from "./inherited.ts";
import { listen, listenInherited } from "./listener.ts";
import { optionRows } from "./option-rows.ts";
import { resolve } from "./resolve.ts";

/** Bun 1.4 and later; see `docs/` for what 1.3 loses. */
const others: Capability[] = [
  "ipv6",
  "dual-stack",
  "unix",
  "unix:abstract",
  "tcp:reset",
  "read-after-reset",
  "udp:refused",
  "udp:multicast",
];
const options = optionSupport(optionRows, new Set());

// Before 1.4 a reset drops what a paused socket has, and `end` tells it: 16,000 bytes, 20 times out of 20.
const [major = 0, minor = 0] = Bun.version.split(".").map(Number);
if (major > 1 || minor >= 4) others.push("reset-after-data");

export const driver: Driver = {
  runtime: { name: "bun", version: Bun.version },
  supports: new Set([...others, ...options.supports]),
  remedies: options.remedies,
  files,
  inherited: { address: inheritedAddress, listen: listenInherited },
  environment,
  resolve,
  connect,
  listen,
  bind,
};
