import type { Case } from "../../case.ts";
import { descriptorsAfter, statsOf, untilReleased } from "../../descriptors.ts";
import { expectBytes, utf8 } from "../../expect.ts";

export const resetConnections: Case = {
  id: "lifetime/reset-connections",
  title: "100 connections that were reset leak no descriptor",
  verifies: ["LIFETIME-2"],
  subject: "service",
  convicts: "A server that releases a connection at its end, but not at its reset.",
  needs: { service: "echo", process: true, alone: true },
  dependsOn: ["reset/after-answer"],
  async play(stage) {
    const connectAndReset = async (): Promise<void> => {
      const client = await stage.connect();
      await client.write(utf8("Hello\n"));
      await expectBytes(client, utf8("Hello\n"));
      await client.abort();
    };
    const before = await descriptorsAfter(stage, connectAndReset);
    for (let count = 0; count < 100; count++) await connectAndReset();
    await untilReleased(stage, () => statsOf(stage), before);
  },
};
