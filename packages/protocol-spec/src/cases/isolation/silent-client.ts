import type { Case } from "../../case.ts";
import { expectBytes, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const silentClient: Case = {
  id: "isolation/silent-client",
  title: "A client that says nothing does not hold up the next one",
  verifies: ["ISOLATION-2"],
  subject: "service",
  convicts: "A server that serves one client at a time.",
  needs: { service: "echo" },
  dependsOn: ["echo/one-byte"],
  async play(stage) {
    const silent = await stage.connect();
    const other = await stage.connect();
    await other.write(utf8("Hello\n"));
    await expectBytes(other, utf8("Hello\n"));
    await leave(other, silent);
  },
};
