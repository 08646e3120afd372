import type { Case } from "../../case.ts";
import { expectBytes, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const whiteSpace: Case = {
  id: "echo/white-space",
  title: "White space at both ends of a message comes back",
  verifies: ["ECHO-TCP-3"],
  subject: "service",
  convicts: "A server that trims its messages.",
  needs: { service: "echo" },
  dependsOn: ["echo/one-byte"],
  async play(stage) {
    const client = await stage.connect();
    const message = utf8(" \t Hello \t \n \t");
    await client.write(message);
    await expectBytes(client, message);
    await leave(client);
  },
};
