import type { Case } from "../../case.ts";
import { expectBytes, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const whole: Case = {
  id: "upper/whole",
  title: "The whole of a small message is answered",
  verifies: ["UPPER-2"],
  subject: "service",
  convicts: "A server that answers only the first 16 bytes of its client's message.",
  needs: { service: "upper" },
  dependsOn: ["upper/hello"],
  async play(stage) {
    const client = await stage.connect();
    await client.write(utf8("the quick brown fox jumps over the lazy dog"));
    await expectBytes(client, utf8("THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG"));
    await leave(client);
  },
};
