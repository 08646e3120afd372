import type { Case } from "../../case.ts";
import { expectEqual, expectFailure } from "../../expect.ts";

export const regularFile: Case = {
  id: "unix/regular-file",
  title: "A regular file is never replaced by a listener",
  verifies: ["UNIX-4"],
  subject: "server",
  convicts: "A listener that, asked to replace a stale path, removes a file that is no socket.",
  needs: { transports: ["unix"], capabilities: ["option:unlinkStale"] },
  async play(stage) {
    const file = await stage.paths.regularFile();
    const listening = stage.server.listen(file, { unlinkStale: true });
    await expectFailure(listening, ["EADDRINUSE"], "listening on a regular file");
    expectEqual(await stage.paths.kindOf(file), "file", "the path is still a");
  },
};
