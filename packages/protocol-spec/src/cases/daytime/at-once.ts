import type { Case } from "../../case.ts";
import { expectAnyBytes } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const atOnce: Case = {
  id: "daytime/at-once",
  title: "A string comes though the client says nothing",
  verifies: ["DAYTIME-1"],
  subject: "service",
  convicts: "A server for daytime that waits for the client's first word.",
  needs: { service: "daytime" },
  async play(stage) {
    const client = await stage.connect();
    await expectAnyBytes(client, 1);
    await leave(client);
  },
};
