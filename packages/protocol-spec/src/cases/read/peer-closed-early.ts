import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, expectEnd, utf8 } from "../../expect.ts";

export const peerClosedEarly: readonly Case[] = bothEnds({
  id: "read/peer-closed-early",
  title: "A peer that sends and closes wholly before the next read is read to its end, and the end is a clean one",
  verifies: ["READ-2"],
  convicts: "puts an error in the place of the end, when the peer has closed wholly before somebody read that far",
  async play({ stage, subject, other }) {
    await other.write(utf8("answer"));
    await expectBytes(subject, utf8("answer"));
    await stage.pause(stage.window / 4);
    // Nobody reads: who looks ahead meets the end now, and after it that nobody is there any more.
    await other.drop();
    await stage.pause(stage.window / 2);
    await expectEnd(subject);
    await expectEnd(subject);
  },
});
