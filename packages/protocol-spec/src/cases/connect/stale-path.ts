import type { Case } from "../../case.ts";
import { expectEqual, expectFailure } from "../../expect.ts";

export const stalePath: Case = {
  id: "connect/stale-path",
  title: "Connecting to a socket file that nobody listens on fails with ECONNREFUSED",
  verifies: ["CONNECT-4"],
  subject: "client",
  convicts: "A client that reports a stale Unix path as a missing one, or removes it.",
  needs: { transports: ["unix"] },
  async play(stage) {
    const stale = await stage.paths.stale();
    await expectFailure(stage.client.connect(stale), ["ECONNREFUSED"], "connecting to a stale path");
    expectEqual(await stage.paths.kindOf(stale), "socket", "the path is still a");
  },
};
