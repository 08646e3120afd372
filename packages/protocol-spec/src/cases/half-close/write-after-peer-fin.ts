import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectEnd, expectRest, meanwhile } from "../../expect.ts";

export const writeAfterPeerFin: readonly Case[] = bothEnds({
  id: "half-close/write-after-peer-fin",
  title: "An end that has read the peer's FIN writes on until its own",
  verifies: ["HALFCLOSE-5"],
  convicts: "closes the connection once it has read the peer's FIN",
  async play({ stage, subject, other }) {
    const answer = stage.pattern(100_000);
    await other.closeWrite();
    await expectEnd(subject);
    // What closes by itself may take a moment for it.
    await stage.pause(stage.window / 2);
    await meanwhile(
      subject.write(answer).then(() => subject.closeWrite()),
      expectRest(other, answer),
    );
  },
});
