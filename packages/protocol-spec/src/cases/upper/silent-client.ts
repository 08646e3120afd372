import type { Case } from "../../case.ts";
import { expectBytes, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const silentClient: Case = {
  id: "upper/silent-client",
  title: "A client that says nothing does not hold up the next ones",
  verifies: ["UPPER-6"],
  subject: "service",
  convicts: "A server for upper that serves one client at a time, as the tutorial's does.",
  needs: { service: "upper" },
  dependsOn: ["upper/hello"],
  async play(stage) {
    const silent = await stage.connect();
    for (let count = 0; count < 3; count++) {
      const client = await stage.connect();
      await client.write(utf8("b"));
      await expectBytes(client, utf8("B"));
      await leave(client);
    }
    await leave(silent);
  },
};
