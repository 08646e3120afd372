import { type Case, Mismatch } from "../../case.ts";
import { expectSuccess, utf8 } from "../../expect.ts";

export const resetBefore: Case = {
  id: "accept/reset-before",
  title: "Clients that reset before they are accepted do not end accepting",
  verifies: ["RESET-8"],
  subject: "server",
  convicts: "A listener that can accept no more once a waiting connection was reset.",
  needs: {},
  async play(stage) {
    const listener = await stage.server.listen();
    for (let count = 0; count < 5; count++) {
      const rude = await stage.client.connect(listener.address);
      await rude.abort();
    }
    const polite = await stage.client.connect(listener.address);
    await polite.write(utf8("polite"));
    // Those that were reset may or may not be handed out; the polite one comes after them.
    for (let accepted = 1; accepted <= 6; accepted++) {
      const server = await expectSuccess(listener.accept(), "accepting after clients have reset");
      const received = await server.read(6, { expect: utf8("polite") }).catch(() => null);
      if (received?.count === 6 && received.divergence === null) return;
    }
    throw new Mismatch("the polite client among six that were accepted", "none of them");
  },
};
