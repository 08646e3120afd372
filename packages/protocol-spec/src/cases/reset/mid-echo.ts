import type { Case } from "../../case.ts";
import { expectService } from "../../leave.ts";
import { untilStalled } from "../../stall.ts";

export const midEcho: Case = {
  id: "reset/mid-echo",
  title: "A client that resets while its echo is stalled does not end the service",
  verifies: ["RESET-1"],
  subject: "service",
  convicts: "A server that dies when a write that waits for room fails.",
  needs: { service: "echo" },
  dependsOn: ["echo/conversation"],
  async play(stage) {
    const client = await stage.connect();
    const sending = client.write(stage.pattern(64 * 1024 * 1024)).catch(() => {});
    await untilStalled(stage, client, 32 * 1024 * 1024);
    await client.abort();
    await sending;
    await expectService(stage);
  },
};
