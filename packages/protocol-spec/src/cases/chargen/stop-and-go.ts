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
      // More than the systems hold of a stream that nobody reads, 4.2 MiB: at the first stop at least it has stood still.
      await expectAnyBytes(client, 8 * 1024 * 1024);
    }
    await leaveStream(client);
  },
};
