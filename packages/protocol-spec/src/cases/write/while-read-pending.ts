import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, expectSuccess, utf8 } from "../../expect.ts";

export const whileReadPending: readonly Case[] = bothEnds({
  id: "write/while-read-pending",
  title: "A write goes out while a read waits",
  verifies: ["WRITE-6"],
  convicts: "holds back its writes while a read waits for the peer",
  async play({ subject, other }) {
    const reading = expectBytes(subject, utf8("answer"));
    reading.catch(() => {});
    await expectSuccess(subject.write(utf8("request")), "a write while a read waits");
    await expectBytes(other, utf8("request"));
    await other.write(utf8("answer"));
    await reading;
  },
});
