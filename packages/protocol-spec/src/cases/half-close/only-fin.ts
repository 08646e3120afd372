import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectRest, utf8 } from "../../expect.ts";

export const onlyFin: readonly Case[] = bothEnds({
  id: "half-close/only-fin",
  title: "closeWrite sends a FIN and nothing else",
  verifies: ["HALFCLOSE-7"],
  convicts: "sends a byte of its own with the FIN",
  async play({ subject, other }) {
    await subject.write(utf8("last words"));
    await subject.closeWrite();
    await expectRest(other, utf8("last words"));
  },
});
