import type { Case } from "../../case.ts";
import { expectBytes, expectNothing, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const nothingFollows: Case = {
  id: "echo/nothing-follows",
  title: "After its echo, nothing follows a message",
  verifies: ["ECHO-TCP-2"],
  subject: "service",
  convicts: "A server that answers a message twice, the second time after a moment.",
  needs: { service: "echo" },
  dependsOn: ["echo/one-byte"],
  async play(stage) {
    const client = await stage.connect();
    await client.write(utf8("Hello\n"));
    await expectBytes(client, utf8("Hello\n"));
    await expectNothing(client, stage.window);
    await leave(client);
  },
};
