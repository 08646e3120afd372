import type { Case } from "../../case.ts";
import { expectFailure } from "../../expect.ts";

export const missingPath: Case = {
  id: "connect/missing-path",
  title: "Connecting to a path that does not exist fails with ENOENT",
  verifies: ["CONNECT-3"],
  subject: "client",
  convicts: "A client that reports a missing Unix path as a refusal.",
  needs: { transports: ["unix"] },
  async play(stage) {
    await expectFailure(stage.client.connect(stage.freshAddress()), ["ENOENT"], "connecting to a missing path");
  },
};
