import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectEnd, expectFailure } from "../../expect.ts";

export const pendingRead: readonly Case[] = bothEnds({
  id: "close/pending-read",
  title: "close ends a pending read with ECLOSED",
  verifies: ["CLOSE-3"],
  convicts: "leaves a read pending for ever when it closes, or calls it the end",
  async play({ subject, other }) {
    const reading = subject.readSome();
    reading.catch(() => {});
    const closing = subject.close();
    closing.catch(() => {});
    await expectFailure(reading, ["ECLOSED"], "a read that was pending at close");
    await expectEnd(other);
    await other.closeWrite();
    await closing;
  },
});
