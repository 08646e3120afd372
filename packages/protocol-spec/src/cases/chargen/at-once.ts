import type { Case } from "../../case.ts";
import { expectAnyBytes } from "../../expect.ts";
import { leaveStream } from "../../leave.ts";

export const atOnce: Case = {
  id: "chargen/at-once",
  title: "Characters come though the client says nothing",
  verifies: ["CHARGEN-1"],
  subject: "service",
  convicts: "A server for chargen that waits for the client's first word.",
  needs: { service: "chargen" },
  async play(stage) {
    const client = await stage.connect();
    await expectAnyBytes(client, 100);
    await leaveStream(client);
  },
};
