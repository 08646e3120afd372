import type { Case } from "../../case.ts";
import { expectBytes, meanwhile } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const pipelined: Case = {
  id: "echo/pipelined",
  title: "1,000 messages that are sent without waiting for an answer all come back",
  verifies: ["ECHO-TCP-5"],
  subject: "service",
  convicts: "A server that drops what arrives while it is still busy with an answer.",
  needs: { service: "echo" },
  dependsOn: ["echo/every-byte-value"],
  async play(stage) {
    const client = await stage.connect();
    const messages = stage.pattern(100_000);
    await meanwhile(client.write(messages, { chunk: 100 }), expectBytes(client, messages));
    await leave(client);
  },
};
