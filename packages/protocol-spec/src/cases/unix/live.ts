import { type Case, Mismatch } from "../../case.ts";
import { expectFailure, expectSuccess, utf8 } from "../../expect.ts";

export const live: Case = {
  id: "unix/live",
  title: "A path that somebody listens on is never replaced",
  verifies: ["UNIX-3"],
  subject: "server",
  convicts: "A listener that, asked to replace a stale path, takes that of a live one.",
  needs: { transports: ["unix"], capabilities: ["option:unlinkStale"] },
  async play(stage) {
    const live = await stage.server.listen();
    const second = stage.server.listen(live.address, { unlinkStale: true });
    await expectFailure(second, ["EADDRINUSE"], "listening on a live path");
    // The look at the path may have left a connection that ended at once.
    const client = await expectSuccess(stage.client.connect(live.address), "a connection to the first listener");
    await client.write(utf8("undisturbed"));
    for (let accepted = 0; accepted < 3; accepted++) {
      const server = await expectSuccess(live.accept(), "accepting on the first listener");
      if ((await server.read(11).catch(() => null))?.count === 11) return;
    }
    throw new Mismatch("the client among the connections of the first listener", "it is not");
  },
};
