import type { Case } from "../../case.ts";
import { expectFailure } from "../../expect.ts";

export const regularFile: Case = {
  id: "connect/regular-file",
  title: "Connecting to a regular file fails with ECONNREFUSED",
  verifies: ["CONNECT-4"],
  subject: "client",
  convicts: "A client that has a code of its own for a path that is no socket.",
  needs: { transports: ["unix"] },
  async play(stage) {
    const file = await stage.paths.regularFile();
    await expectFailure(stage.client.connect(file), ["ECONNREFUSED"], "connecting to a regular file");
  },
};
