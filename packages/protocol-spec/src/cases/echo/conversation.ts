import type { Case } from "../../case.ts";
import { expectBytes, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const conversation: Case = {
  id: "echo/conversation",
  title: "Eight requests, each sent after the answer to the one before, are all answered",
  verifies: ["ECHO-TCP-5"],
  subject: "service",
  convicts: "A server that answers one message of each connection, as a program with a single recv does.",
  needs: { service: "echo" },
  dependsOn: ["echo/one-byte"],
  async play(stage) {
    const client = await stage.connect();
    for (let round = 1; round <= 8; round++) {
      const request = utf8(`request ${round}\n`);
      await client.write(request);
      await expectBytes(client, request);
    }
    await leave(client);
  },
};
