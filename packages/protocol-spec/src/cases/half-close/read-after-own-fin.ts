import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectEnd, expectRest, meanwhile } from "../../expect.ts";

export const readAfterOwnFin: readonly Case[] = bothEnds({
  id: "half-close/read-after-own-fin",
  title: "An end that has sent its FIN reads on until the peer's",
  verifies: ["HALFCLOSE-4"],
  convicts: "closes both directions when it should send only its FIN",
  async play({ stage, subject, other }) {
    const answer = stage.pattern(100_000);
    await subject.closeWrite();
    await expectEnd(other);
    await meanwhile(
      other.write(answer).then(() => other.closeWrite()),
      expectRest(subject, answer),
    );
  },
});
