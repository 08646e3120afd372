import type { Case } from "../../case.ts";
import { expectAnyBytes } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const stayingClient: Case = {
  id: "daytime/staying-client",
  title: "A client that stays does not hold up the next one",
  verifies: ["DAYTIME-8"],
  subject: "service",
  convicts: "A server for daytime that serves one client at a time.",
  needs: { service: "daytime" },
  dependsOn: ["daytime/at-once"],
  async play(stage) {
    const staying = await stage.connect();
    await expectAnyBytes(staying, 1);
    const next = await stage.connect();
    await expectAnyBytes(next, 1);
    await leave(next, staying);
  },
};
