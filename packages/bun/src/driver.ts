import { type Capability, type Driver, optionSupport } from "@anysock/core";
import { connect } from "./connect.ts";
import { bind } from "./datagram.ts";
import { files } from "./files.ts";
import { environment, inheritedAddress } from "./inherited.ts";
import { listen, listenInherited } from "./listener.ts";
import { optionRows } from "./option-rows.ts";
import { resolve } from "./resolve.ts";

/** Bun 1.4 and later. */
const streams: readonly Capability[] = [
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
];
const options = optionSupport(optionRows, new Set());

export const driver: Driver = {
  runtime: { name: "bun", version: Bun.version },
  supports: new Set([...streams, ...options.supports]),
  remedies: options.remedies,
  files,
  inherited: { address: inheritedAddress, listen: listenInherited },
  environment,
  resolve,
  connect,
  listen,
  bind,
};
