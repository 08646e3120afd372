import type { Case } from "../../case.ts";
import { expectFailure, expectSuccess } from "../../expect.ts";

export const liveWithoutAsking: Case = {
  id: "unix/live-without-asking",
  title: "A path that somebody listens on is refused with EADDRINUSE",
  verifies: ["LISTEN-3"],
  subject: "server",
  convicts: "A listener that removes whatever is at its Unix path before it binds.",
  needs: { transports: ["unix"] },
  async play(stage) {
    const live = await stage.server.listen();
    await expectFailure(stage.server.listen(live.address), ["EADDRINUSE"], "listening on a live path");
    await Promise.all([expectSuccess(stage.client.connect(live.address), "a connection to the first"), live.accept()]);
  },
};
