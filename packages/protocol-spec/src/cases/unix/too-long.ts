import { pathOfLength } from "../../addresses.ts";
import type { Case } from "../../case.ts";
import { expectEqual, expectFailure } from "../../expect.ts";

export const tooLong: Case = {
  id: "unix/too-long",
  title: "Listening on a path of 108 bytes or more is refused with ENAMETOOLONG",
  verifies: ["UNIX-8"],
  subject: "server",
  convicts: "A listener that cuts a path that is too long, and listens elsewhere.",
  needs: { transports: ["unix"] },
  async play(stage) {
    for (const bytes of [108, 200]) {
      const address = pathOfLength(stage.freshAddress(), bytes);
      await expectFailure(stage.server.listen(address), ["ENAMETOOLONG"], `listening on a path of ${bytes} bytes`);
      const cut = pathOfLength(address, 107);
      expectEqual(await stage.paths.kindOf(cut), "nothing", "at the first 107 bytes of it there is");
    }
  },
};
