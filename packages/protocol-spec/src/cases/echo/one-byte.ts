import type { Case } from "../../case.ts";
import { expectBytes, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const oneByte: Case = {
  id: "echo/one-byte",
  title: "One byte comes back before the client sends more",
  verifies: ["ECHO-TCP-4"],
  subject: "service",
  convicts: "A server that collects at least two bytes before it answers.",
  needs: { service: "echo" },
  dependsOn: ["echo/answers"],
  async play(stage) {
    const client = await stage.connect();
    // A newline, so that a server that works by lines answers as well.
    await client.write(utf8("\n"));
    await expectBytes(client, utf8("\n"));
    await leave(client);
  },
};
