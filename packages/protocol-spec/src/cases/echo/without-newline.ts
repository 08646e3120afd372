import type { Case } from "../../case.ts";
import { expectBytes, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const withoutNewline: Case = {
  id: "echo/without-newline",
  title: "Text without a newline comes back before the client sends more",
  verifies: ["ECHO-TCP-4"],
  subject: "service",
  convicts: "A server that reads by lines and waits for the newline.",
  needs: { service: "echo" },
  dependsOn: ["echo/answers"],
  async play(stage) {
    const client = await stage.connect();
    await client.write(utf8("Hello, world"));
    await expectBytes(client, utf8("Hello, world"));
    await leave(client);
  },
};
