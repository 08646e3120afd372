import type { Case } from "../../case.ts";
import { expectFailure } from "../../expect.ts";

export const closeEndsAccept: Case = {
  id: "listen/close-ends-accept",
  title: "Closing a listener ends a pending accept with ECLOSED",
  verifies: ["LISTEN-9"],
  subject: "server",
  convicts: "A listener that leaves an accept pending for ever when it is closed.",
  needs: {},
  async play(stage) {
    const listener = await stage.server.listen();
    const accepting = listener.accept();
    accepting.catch(() => {});
    await listener.close();
    await expectFailure(accepting, ["ECLOSED"], "an accept that was pending at close");
  },
};
