import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectEnd, expectRest, utf8 } from "../../expect.ts";

export const endForEver: readonly Case[] = bothEnds({
  id: "read/end-for-ever",
  title: "Every read after the end is the end",
  verifies: ["READ-2"],
  convicts: "reports the end once, and then an error or nothing",
  async play({ subject, other }) {
    await other.write(utf8("bye"));
    await other.closeWrite();
    await expectRest(subject, utf8("bye"));
    await expectEnd(subject);
    await expectEnd(subject);
  },
});
