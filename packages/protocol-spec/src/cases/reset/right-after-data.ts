import type { Case } from "../../case.ts";
import { expectService } from "../../leave.ts";

export const rightAfterData: Case = {
  id: "reset/right-after-data",
  title: "A client that resets right behind its request does not end the service",
  verifies: ["RESET-1"],
  subject: "service",
  convicts: "A server that dies when its answer to a first request meets a reset.",
  needs: { service: "echo" },
  dependsOn: ["echo/conversation"],
  async play(stage) {
    for (let count = 0; count < 5; count++) {
      const client = await stage.connect();
      await client.write(stage.pattern(1000));
      await client.abort();
    }
    await expectService(stage);
  },
};
