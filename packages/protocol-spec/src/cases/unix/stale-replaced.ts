import type { Case } from "../../case.ts";
import { expectSuccess } from "../../expect.ts";

export const staleReplaced: Case = {
  id: "unix/stale-replaced",
  title: "A stale path is replaced when that was asked for",
  verifies: ["UNIX-2"],
  subject: "server",
  convicts: "A listener that ignores the option unlinkStale.",
  needs: { transports: ["unix"], capabilities: ["option:unlinkStale"] },
  async play(stage) {
    const stale = await stage.paths.stale();
    const listening = stage.server.listen(stale, { unlinkStale: true });
    const listener = await expectSuccess(listening, "listening on a stale path that may be replaced");
    const connecting = stage.client.connect(stale);
    await Promise.all([expectSuccess(connecting, "a connection to the path that was replaced"), listener.accept()]);
    await listener.close();
  },
};
