import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { untilReleased } from "../../descriptors.ts";
import { expectSuccess } from "../../expect.ts";

export const ownDescriptors: readonly Case[] = bothEnds({
  id: "lifetime/own-descriptors",
  title: "An end that closed, dropped or aborted its connections holds none of their descriptors",
  verifies: ["LIFETIME-4"],
  convicts: "keeps the descriptor of a connection that it aborted",
  needs: { alone: true },
  async play({ stage, subject, other, actor }) {
    await expectSuccess(actor.stats(), "the end tells of its descriptors");
    await Promise.all([subject.close(), other.close()]);
    const before = await actor.stats();
    const listener = await stage.server.listen();
    const own = actor === stage.server ? 1 : 0;
    for (let count = 0; count < 30; count++) {
      const [client, server] = await Promise.all([stage.client.connect(listener.address), listener.accept()]);
      const [mine, theirs] = actor === stage.client ? [client, server] : [server, client];
      if (count % 3 === 0) await mine.abort();
      if (count % 3 === 1) await mine.drop();
      if (count % 3 === 2) await Promise.all([mine.close(), theirs.close()]);
      await theirs.drop();
    }
    await untilReleased(stage, () => actor.stats(), before.descriptors + own);
    await listener.close();
  },
});
