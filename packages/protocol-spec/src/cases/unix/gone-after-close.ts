import type { Case } from "../../case.ts";
import { expectEqual } from "../../expect.ts";

export const goneAfterClose: Case = {
  id: "unix/gone-after-close",
  title: "When a listener is closed, its path is gone",
  verifies: ["UNIX-5"],
  subject: "server",
  convicts: "A listener that leaves its path behind.",
  needs: { transports: ["unix"] },
  async play(stage) {
    const listener = await stage.server.listen();
    expectEqual(await stage.paths.kindOf(listener.address), "socket", "while it listens the path is a");
    await listener.close();
    expectEqual(await stage.paths.kindOf(listener.address), "nothing", "at the path there is");
  },
};
