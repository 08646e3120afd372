import type { Case } from "../../case.ts";
import { expectEnd, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const silentClient: Case = {
  id: "discard/silent-client",
  title: "A client that stays does not hold up the next one",
  verifies: ["DISCARD-6"],
  subject: "service",
  convicts: "A server for discard that serves one client at a time.",
  needs: { service: "discard" },
  dependsOn: ["discard/nothing-sent"],
  async play(stage) {
    const staying = await stage.connect();
    await staying.write(utf8("Hello\n"));
    const next = await stage.connect();
    await next.write(utf8("Hello\n"));
    await next.closeWrite();
    await expectEnd(next);
    await leave(next, staying);
  },
};
