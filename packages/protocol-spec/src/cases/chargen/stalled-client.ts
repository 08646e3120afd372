import type { Case } from "../../case.ts";
import { expectAnyBytes } from "../../expect.ts";
import { leaveStream } from "../../leave.ts";

export const stalledClient: Case = {
  id: "chargen/stalled-client",
  title: "A client that does not read does not hold up the next one",
  verifies: ["CHARGEN-4"],
  subject: "service",
  convicts: "A server for chargen that serves one client at a time.",
  needs: { service: "chargen" },
  dependsOn: ["chargen/goes-on"],
  async play(stage) {
    const stalled = await stage.connect();
    await stage.pause(stage.window);
    const next = await stage.connect();
    await expectAnyBytes(next, 1024 * 1024);
    await Promise.all([leaveStream(next), leaveStream(stalled)]);
  },
};
