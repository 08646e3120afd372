import type { Case } from "../../case.ts";
import { statsOf, untilReleased } from "../../descriptors.ts";
import { untilStalled } from "../../stall.ts";

export const abandonedEchoes: Case = {
  id: "lifetime/abandoned-echoes",
  title: "Connections that were abandoned while their echo stalled leak no descriptor",
  verifies: ["LIFETIME-3"],
  subject: "service",
  convicts: "A server that never gives up a write that stalls, though its client has gone.",
  needs: { service: "echo", process: true, alone: true },
  dependsOn: ["reset/mid-echo"],
  async play(stage) {
    const before = await statsOf(stage);
    const clients = await Promise.all(Array.from({ length: 4 }, () => stage.connect()));
    const offered = stage.pattern(64 * 1024 * 1024);
    const sending = clients.map((client) => client.write(offered).catch(() => {}));
    await Promise.all(clients.map((client) => untilStalled(stage, client, 32 * 1024 * 1024)));
    await Promise.all(clients.map((client) => client.drop()));
    await Promise.all(sending);
    await untilReleased(stage, () => statsOf(stage), before.descriptors);
  },
};
