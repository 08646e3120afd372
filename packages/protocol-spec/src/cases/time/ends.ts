import type { Case } from "../../case.ts";
import { expectSuccess } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const ends: Case = {
  id: "time/ends",
  title: "The service ends the connection after its answer, before the client does",
  verifies: ["TIME-3"],
  subject: "service",
  convicts: "A server for time that answers and then waits for the client to end.",
  needs: { service: "time" },
  dependsOn: ["time/four-bytes"],
  async play(stage) {
    const client = await stage.connect();
    await expectSuccess(client.readToEnd(), "4 bytes and then the end");
    await leave(client);
  },
};
