import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, expectNothing, utf8 } from "../../expect.ts";

export const timedOut: readonly Case[] = bothEnds({
  id: "read/timed-out",
  title: "A read that timed out has taken nothing from the next one",
  verifies: ["READ-5"],
  convicts: "lets a read that was given up swallow the next bytes",
  async play({ stage, subject, other }) {
    for (const word of ["first", "second"]) {
      await expectNothing(subject, stage.window / 3);
      await other.write(utf8(word));
      await expectBytes(subject, utf8(word));
    }
  },
});
