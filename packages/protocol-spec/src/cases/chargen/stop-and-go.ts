import type { Case } from "../../case.ts";
import { expectAnyBytes } from "../../expect.ts";
import { leaveStream } from "../../leave.ts";

export const stopAndGo: Case = {
  id: "chargen/stop-and-go",
  title: "The stream goes on for a client that has not read for a while",
  verifies: ["CHARGEN-2"],
  subject: "service",
  convicts: "A server for chargen that gives up a client who does not read.",
  needs: { service: "chargen" },
  dependsOn: ["chargen/goes-on"],
  async play(stage) {
    const client = await stage.connect();
    for (let stop = 0; stop < 2; stop++) {
      await stage.pause(stage.window);
      // More than the systems hold of it: they can have no more than 4.2 MiB of what nobody reads.
      await expectAnyBytes(client, 8 * 1024 * 1024);
    }
    await leaveStream(client);
  },
};
