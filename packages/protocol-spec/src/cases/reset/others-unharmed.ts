import type { Case } from "../../case.ts";
import { expectBytes, expectOpen, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const othersUnharmed: Case = {
  id: "reset/others-unharmed",
  title: "One client's reset leaves the others connected and served",
  verifies: ["RESET-7"],
  subject: "service",
  convicts: "A server that closes every connection when one of them fails.",
  needs: { service: "echo" },
  dependsOn: ["echo/conversation", "isolation/silent-client"],
  async play(stage) {
    const [first, second, third] = await Promise.all([stage.connect(), stage.connect(), stage.connect()]);
    for (const client of [first, second, third]) {
      await client.write(utf8("Hello\n"));
      await expectBytes(client, utf8("Hello\n"));
    }
    await second.abort();
    for (const client of [first, third]) {
      await expectOpen(client, stage.window);
      await client.write(utf8("still here\n"));
      await expectBytes(client, utf8("still here\n"));
    }
    await leave(first, third);
  },
};
