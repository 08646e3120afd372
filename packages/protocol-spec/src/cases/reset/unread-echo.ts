import type { Case } from "../../case.ts";
import { expectService } from "../../leave.ts";

export const unreadEcho: Case = {
  id: "reset/unread-echo",
  title: "A client that closes without reading its echo does not end the service",
  verifies: ["RESET-1"],
  subject: "service",
  convicts: "A server that dies when a client closes with the whole of its answer unread.",
  needs: { service: "echo" },
  dependsOn: ["echo/conversation"],
  async play(stage) {
    const client = await stage.connect();
    await client.write(stage.pattern(50_000));
    await stage.pause(stage.window);
    await client.drop();
    await expectService(stage);
  },
};
