import type { Case } from "../../case.ts";
import { untilReleased } from "../../descriptors.ts";
import { expectFailure, expectSuccess } from "../../expect.ts";

export const againAfterRefusal: Case = {
  id: "connect/again-after-refusal",
  title: "Refused connects leave no descriptor behind, and the next one that is welcome succeeds",
  verifies: ["CONNECT-9"],
  subject: "client",
  convicts: "A client that keeps the descriptor of a connect that failed.",
  needs: { alone: true },
  async play(stage) {
    const closed = await stage.server.listen();
    await closed.close();
    const before = await stage.client.stats();
    for (let count = 0; count < 20; count++) {
      await expectFailure(stage.client.connect(closed.address), ["ECONNREFUSED", "ENOENT"], "a connect to nobody");
    }
    await untilReleased(stage, () => stage.client.stats(), before.descriptors);
    const listener = await stage.server.listen();
    await Promise.all([expectSuccess(stage.client.connect(listener.address), "a connect"), listener.accept()]);
    await listener.close();
  },
};
