import type { Case } from "../../case.ts";
import { expectBytes, expectOpen, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const idleAtFirst: Case = {
  id: "echo/idle-at-first",
  title: "A client that pauses before its first byte is served",
  verifies: ["ECHO-TCP-6"],
  subject: "service",
  convicts: "A server that ends a connection whose first byte does not come at once.",
  needs: { service: "echo" },
  dependsOn: ["echo/one-byte"],
  async play(stage) {
    const client = await stage.connect();
    await expectOpen(client, stage.window * 2);
    await client.write(utf8("at last\n"));
    await expectBytes(client, utf8("at last\n"));
    await leave(client);
  },
};
