import type { Case } from "../../case.ts";
import { statsOf } from "../../descriptors.ts";
import { expectAtMost } from "../../expect.ts";
import type { Peer } from "../../stage.ts";
import { untilStalled } from "../../stall.ts";

const MEBIBYTE = 1024 * 1024;
/** How many connections, how much is offered on each, and what all of them together may cost. */
const loads = {
  // Unix sockets have small kernel buffers (0.2 MiB a direction), so that 200 connections are cheap to fill.
  unix: { count: 200, offered: 4 * MEBIBYTE, limit: 200 * MEBIBYTE },
  // TCP's take 4 to 12 MiB of the system's own memory for each connection, so there are fewer, and more is offered on
  // each. What has passed through a server leaves garbage that it may not have collected yet: 67 MB were seen on Node.
  tcp: { count: 24, offered: 16 * MEBIBYTE, limit: (24 + 96) * MEBIBYTE },
} as const;

export const memory: Case = {
  id: "back-pressure/memory",
  title: "Connections whose clients read nothing cost at most 1 MiB of user-space memory each",
  verifies: ["BACKPRESSURE-3"],
  subject: "service",
  convicts: "A server that holds 8 MiB for each connection: too much, yet too little to take all 64 MiB of one.",
  // What it costs is not worth repeating on IPv6, which differs in nothing but the address.
  needs: { service: "echo", transports: ["tcp4", "unix"], process: true, alone: true },
  dependsOn: ["back-pressure/stalls"],
  async play(stage) {
    const { count, offered, limit } = stage.transport === "unix" ? loads.unix : loads.tcp;
    const before = await statsOf(stage);
    const clients: Peer[] = [];
    for (let index = 0; index < count; index++) clients.push(await stage.connect());
    const sending = clients.map((client, index) => client.write(stage.pattern(offered, index)).catch(() => {}));
    await Promise.all(clients.map((client) => untilStalled(stage, client, offered)));
    const { memory } = await statsOf(stage);
    await Promise.all(clients.map((client) => client.abort()));
    await Promise.all(sending);
    stage.observe("connections", count);
    stage.observe("bytes of memory for each of them", Math.round((memory - before.memory) / count));
    expectAtMost(memory - before.memory, limit, `bytes of memory for ${count} connections`);
  },
};
