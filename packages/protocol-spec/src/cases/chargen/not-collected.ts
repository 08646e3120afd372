import type { Case } from "../../case.ts";
import { statsOf } from "../../descriptors.ts";
import { expectAtMost } from "../../expect.ts";
import type { Peer } from "../../stage.ts";

const MEBIBYTE = 1024 * 1024;
const CLIENTS = 4;
/** What the systems take, 5 MiB for each, passes through the server and may be garbage there for a while; and a heap grows by leaps. */
const LIMIT = 96 * MEBIBYTE;
/** Windows without growth. Who collects may fill garbage of earlier clients first, and not grow for as long. */
const QUIET = 4;

export const notCollected: Case = {
  id: "chargen/not-collected",
  title: "What clients do not read is not collected in memory",
  verifies: ["CHARGEN-5"],
  subject: "service",
  convicts: "A server for chargen that writes without regard to what its client reads.",
  // What it costs is not worth repeating: a server that collects does so wherever its client is.
  needs: { service: "chargen", transports: ["tcp4"], process: true, alone: true },
  dependsOn: ["chargen/goes-on"],
  async play(stage) {
    const before = await statsOf(stage);
    const clients: Peer[] = [];
    for (let count = 0; count < CLIENTS; count++) clients.push(await stage.connect());
    let growth = 0;
    for (let quiet = 0; quiet < QUIET && growth <= LIMIT; quiet++) {
      await stage.pause(stage.window);
      const now = (await statsOf(stage)).memory - before.memory;
      if (now > growth) quiet = -1;
      growth = Math.max(now, growth);
    }
    await Promise.all(clients.map((client) => client.abort()));
    stage.observe("bytes of memory more than before", growth);
    expectAtMost(growth, LIMIT, `bytes of memory more than before, for ${CLIENTS} clients that do not read`);
  },
};
