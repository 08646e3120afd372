import type { Case } from "../../case.ts";
import { expectBytes } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const longConversation: Case = {
  id: "echo/long-conversation",
  title: "The 256th request of a conversation is answered like the first",
  verifies: ["ECHO-TCP-5"],
  subject: "service",
  convicts: "A server that ends a connection after its hundredth message.",
  needs: { service: "echo" },
  dependsOn: ["echo/every-byte-value", "echo/conversation"],
  async play(stage) {
    const client = await stage.connect();
    for (let round = 0; round < 256; round++) {
      const request = stage.pattern(64, round);
      const [answer] = await Promise.allSettled([expectBytes(client, request), client.write(request)]);
      if (answer.status === "rejected") throw answer.reason;
    }
    await leave(client);
  },
};
