import type { Case } from "../../case.ts";
import { expectBytes } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const zeros: Case = {
  id: "echo/zeros",
  title: "A block of NUL bytes comes back",
  verifies: ["ECHO-TCP-3"],
  subject: "service",
  convicts: "A server that treats its messages as C strings and drops NUL bytes at their end.",
  needs: { service: "echo" },
  dependsOn: ["echo/one-byte"],
  async play(stage) {
    const client = await stage.connect();
    const zeros = new Uint8Array(4000);
    await client.write(zeros);
    await expectBytes(client, zeros);
    await leave(client);
  },
};
