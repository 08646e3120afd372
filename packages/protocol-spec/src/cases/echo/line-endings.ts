import type { Case } from "../../case.ts";
import { expectBytes, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const lineEndings: Case = {
  id: "echo/line-endings",
  title: "Every kind of line ending comes back as it was sent",
  verifies: ["ECHO-TCP-3"],
  subject: "service",
  convicts: "A server that turns CR LF into LF, or LF into CR LF.",
  needs: { service: "echo" },
  dependsOn: ["echo/one-byte"],
  async play(stage) {
    const client = await stage.connect();
    const lines = utf8("a\r\nb\nc\rd\n\re\r\r\n\n\nf\r\n");
    await client.write(lines);
    await expectBytes(client, lines);
    await leave(client);
  },
};
