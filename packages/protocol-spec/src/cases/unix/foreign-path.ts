import type { Case } from "../../case.ts";
import { expectEqual, expectSuccess } from "../../expect.ts";

export const foreignPath: Case = {
  id: "unix/foreign-path",
  title: "Closing a listener leaves its path alone once it belongs to another",
  verifies: ["UNIX-6"],
  subject: "server",
  convicts: "A listener that, when closed, unlinks whatever is at its path.",
  needs: { transports: ["unix"] },
  async play(stage) {
    const first = await stage.server.listen();
    await stage.paths.remove(first.address);
    const second = await stage.server.listen(first.address);
    await first.close();
    expectEqual(await stage.paths.kindOf(second.address), "socket", "after the first has closed the path is a");
    const connecting = stage.client.connect(second.address);
    await Promise.all([expectSuccess(connecting, "a connection to the second listener"), second.accept()]);
    await second.close();
  },
};
