import type { Case } from "../../case.ts";
import { descriptorsAfter, statsOf, untilReleased } from "../../descriptors.ts";
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
    const offered = stage.pattern(64 * 1024 * 1024);
    const abandon = async (count: number): Promise<void> => {
      const clients = await Promise.all(Array.from({ length: count }, () => stage.connect()));
      const sending = clients.map((client) => client.write(offered).catch(() => {}));
      await Promise.all(clients.map((client) => untilStalled(stage, client, 32 * 1024 * 1024)));
      await Promise.all(clients.map((client) => client.drop()));
      await Promise.all(sending);
    };
    const before = await descriptorsAfter(stage, () => abandon(1));
    await abandon(3);
    await untilReleased(stage, () => statsOf(stage), before);
  },
};
