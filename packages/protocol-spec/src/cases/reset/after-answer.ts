import type { Case } from "../../case.ts";
import { expectBytes, utf8 } from "../../expect.ts";
import { expectService } from "../../leave.ts";

export const afterAnswer: Case = {
  id: "reset/after-answer",
  title: "A client that resets after its answer does not end the service",
  verifies: ["RESET-1"],
  subject: "service",
  convicts: "A server that dies when a read meets a reset.",
  needs: { service: "echo" },
  dependsOn: ["echo/conversation"],
  async play(stage) {
    const client = await stage.connect();
    await client.write(utf8("Hello\n"));
    await expectBytes(client, utf8("Hello\n"));
    await client.abort();
    await expectService(stage);
  },
};
