import type { Case } from "../../case.ts";
import { statsOf } from "../../descriptors.ts";
import { expectAtMost } from "../../expect.ts";
import type { Peer } from "../../stage.ts";
import { untilStalled } from "../../stall.ts";

const MEBIBYTE = 1024 * 1024;
/** What a garbage collector may not have given back yet, whatever the number of connections. */
const SLACK = 16 * MEBIBYTE;

export const memory: Case = {
  id: "back-pressure/memory",
  title: "Connections whose clients read nothing cost at most 1 MiB of user-space memory each",
  verifies: ["BACKPRESSURE-3"],
  subject: "service",
  convicts: "A server that holds several MiB for each connection, yet too little to take all 64 MiB of one.",
  // What it costs is not worth repeating on IPv6, which differs in nothing but the address.
  needs: { service: "echo", transports: ["tcp4", "unix"], process: true, alone: true },
  dependsOn: ["back-pressure/stalls"],
  async play(stage) {
    // 200 on Unix sockets, whose kernel buffers are small (0.2 MiB a direction). TCP's take 7 MiB and more of the system's
    // own memory for each, so there are fewer of them, each of which is offered more.
    const [count, offered] = stage.transport === "unix" ? [200, 4 * MEBIBYTE] : [24, 12 * MEBIBYTE];
    const before = await statsOf(stage);
    const clients: Peer[] = [];
    for (let index = 0; index < count; index++) clients.push(await stage.connect());
    const sending = clients.map((client, index) => client.write(stage.pattern(offered, index)).catch(() => {}));
    await Promise.all(clients.map((client) => untilStalled(stage, client, offered)));
    const { memory } = await statsOf(stage);
    await Promise.all(clients.map((client) => client.abort()));
    await Promise.all(sending);
    const each = Math.round((memory - before.memory) / count);
    stage.observe("bytes of memory for each connection", each);
    expectAtMost(memory - before.memory, count * MEBIBYTE + SLACK, `bytes of memory for ${count} connections`);
  },
};
