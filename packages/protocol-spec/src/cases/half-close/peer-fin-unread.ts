import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, expectOpen, expectRest, utf8 } from "../../expect.ts";

export const peerFinUnread: readonly Case[] = bothEnds({
  id: "half-close/peer-fin-unread",
  title: "The peer's FIN closes nothing by itself, though nobody has read it",
  verifies: ["HALFCLOSE-10"],
  convicts: "closes the connection when the peer's FIN arrives, before anybody reads it",
  async play({ stage, subject, other }) {
    const answer = stage.pattern(1000);
    await other.write(utf8("request"));
    await other.closeWrite();
    await expectOpen(other, stage.window);
    await subject.write(answer);
    await expectBytes(other, answer);
    await expectRest(subject, utf8("request"));
  },
});
