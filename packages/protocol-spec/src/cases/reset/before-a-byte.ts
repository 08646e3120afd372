import type { Case } from "../../case.ts";
import { expectService } from "../../leave.ts";

export const beforeAByte: Case = {
  id: "reset/before-a-byte",
  title: "Clients that reset as soon as they are connected do not end the service",
  verifies: ["RESET-1"],
  subject: "service",
  convicts: "A server whose accept loop ends when a connection was reset before it was accepted.",
  needs: { service: "echo" },
  dependsOn: ["echo/conversation"],
  async play(stage) {
    for (let count = 0; count < 10; count++) {
      const client = await stage.connect();
      await client.abort();
    }
    await expectService(stage);
  },
};
