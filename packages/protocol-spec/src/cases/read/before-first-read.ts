import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes } from "../../expect.ts";

export const beforeFirstRead: readonly Case[] = bothEnds({
  id: "read/before-first-read",
  title: "What came before the first read is there for it",
  verifies: ["READ-3"],
  convicts: "loses what arrives before somebody reads",
  async play({ stage, subject, other }) {
    const early = stage.pattern(3000);
    await other.write(early);
    await stage.pause(stage.window / 2);
    await expectBytes(subject, early);
  },
});
