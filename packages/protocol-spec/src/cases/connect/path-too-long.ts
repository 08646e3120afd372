import { pathOfLength } from "../../addresses.ts";
import type { Case } from "../../case.ts";
import { expectFailure } from "../../expect.ts";

export const pathTooLong: Case = {
  id: "connect/path-too-long",
  title: "Connecting to a path of 108 bytes is refused with ENAMETOOLONG",
  verifies: ["CONNECT-7"],
  subject: "client",
  convicts: "A client that cuts a Unix path that is too long, or passes it on.",
  needs: { transports: ["unix"] },
  async play(stage) {
    for (const bytes of [108, 200]) {
      const address = pathOfLength(stage.freshAddress(), bytes);
      await expectFailure(stage.client.connect(address), ["ENAMETOOLONG"], `connecting to a path of ${bytes} bytes`);
    }
  },
};
