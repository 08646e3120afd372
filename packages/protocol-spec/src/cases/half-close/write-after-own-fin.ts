import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectFailure, expectRest, utf8 } from "../../expect.ts";

export const writeAfterOwnFin: readonly Case[] = bothEnds({
  id: "half-close/write-after-own-fin",
  title: "A write after the own FIN is refused, and the peer sees nothing of it",
  verifies: ["HALFCLOSE-8"],
  convicts: "takes a write after its own FIN, and sends or drops it without a word",
  async play({ subject, other }) {
    await subject.write(utf8("before"));
    await subject.closeWrite();
    await expectFailure(subject.write(utf8("after")), ["EPIPE"], "a write after the own FIN");
    await expectRest(other, utf8("before"));
  },
});
