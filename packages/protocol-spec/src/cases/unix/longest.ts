import { pathOfLength } from "../../addresses.ts";
import type { Case } from "../../case.ts";
import { expectEqual, expectSuccess } from "../../expect.ts";

export const longest: Case = {
  id: "unix/longest",
  title: "A path of 107 bytes works at both ends",
  verifies: ["UNIX-9"],
  subject: "server",
  convicts: "A listener that refuses, or cuts, the longest path that there is room for.",
  needs: { transports: ["unix"] },
  async play(stage) {
    const address = pathOfLength(stage.freshAddress(), 107);
    const listener = await expectSuccess(stage.server.listen(address), "listening on a path of 107 bytes");
    expectEqual(await stage.paths.kindOf(address), "socket", "the path is a");
    await Promise.all([expectSuccess(stage.client.connect(address), "a connection to it"), listener.accept()]);
    await listener.close();
  },
};
