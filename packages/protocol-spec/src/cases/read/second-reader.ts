import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, expectFailure, utf8 } from "../../expect.ts";

export const secondReader: readonly Case[] = bothEnds({
  id: "read/second-reader",
  title: "A second reader is refused, and the first one reads on",
  verifies: ["READ-6"],
  convicts: "lets two reads share the stream",
  async play({ subject, other }) {
    const first = expectBytes(subject, utf8("for the first"));
    first.catch(() => {});
    await expectFailure(subject.readSome(), ["EBUSY"], "a second read");
    await other.write(utf8("for the first"));
    await first;
  },
});
