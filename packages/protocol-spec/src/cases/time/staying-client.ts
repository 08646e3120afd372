import type { Case } from "../../case.ts";
import { expectSuccess } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const stayingClient: Case = {
  id: "time/staying-client",
  title: "A client that stays does not hold up the next one",
  verifies: ["TIME-4"],
  subject: "service",
  convicts: "A server for time that serves one client at a time.",
  needs: { service: "time" },
  dependsOn: ["time/four-bytes"],
  async play(stage) {
    const staying = await stage.connect();
    await expectSuccess(staying.read(4), "4 bytes, or the end");
    const next = await stage.connect();
    await expectSuccess(next.read(4), "4 bytes, or the end");
    await leave(next, staying);
  },
};
