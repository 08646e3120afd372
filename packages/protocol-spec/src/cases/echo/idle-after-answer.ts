import type { Case } from "../../case.ts";
import { expectBytes, expectOpen, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const idleAfterAnswer: Case = {
  id: "echo/idle-after-answer",
  title: "A client that pauses after an answer is served on",
  verifies: ["ECHO-TCP-6"],
  subject: "service",
  convicts: "A server that ends a connection that has been silent for a moment after an answer.",
  needs: { service: "echo" },
  dependsOn: ["echo/conversation"],
  async play(stage) {
    const client = await stage.connect();
    for (const word of ["before\n", "after\n"]) {
      await client.write(utf8(word));
      await expectBytes(client, utf8(word));
      await expectOpen(client, stage.window * 2);
    }
    await leave(client);
  },
};
