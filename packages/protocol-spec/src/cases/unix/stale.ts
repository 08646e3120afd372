import type { Case } from "../../case.ts";
import { expectEqual, expectFailure } from "../../expect.ts";

export const stale: Case = {
  id: "unix/stale",
  title: "A stale path is refused with EADDRINUSE, and stays",
  verifies: ["UNIX-1"],
  subject: "server",
  convicts: "A listener that replaces a stale path without being asked to.",
  needs: { transports: ["unix"] },
  async play(stage) {
    const stale = await stage.paths.stale();
    await expectFailure(stage.server.listen(stale), ["EADDRINUSE"], "listening on a stale path");
    expectEqual(await stage.paths.kindOf(stale), "socket", "the path is still a");
  },
};
