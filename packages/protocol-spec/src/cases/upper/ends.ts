import type { Case } from "../../case.ts";
import { expectRest, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const ends: Case = {
  id: "upper/ends",
  title: "The service ends the connection after its answer, before the client does",
  verifies: ["UPPER-3"],
  subject: "service",
  convicts: "A server that answers and then waits for the client to end.",
  needs: { service: "upper" },
  dependsOn: ["upper/hello"],
  async play(stage) {
    const client = await stage.connect();
    await client.write(utf8("x"));
    await expectRest(client, utf8("X"));
    await leave(client);
  },
};
