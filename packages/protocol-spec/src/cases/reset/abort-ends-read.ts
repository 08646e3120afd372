import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectFailure } from "../../expect.ts";

export const abortEndsRead: readonly Case[] = bothEnds({
  id: "reset/abort-ends-read",
  title: "abort ends a pending read with ECLOSED",
  verifies: ["RESET-9"],
  convicts: "leaves a read pending for ever when it aborts",
  async play({ subject }) {
    const reading = subject.readSome();
    reading.catch(() => {});
    await subject.abort();
    await expectFailure(reading, ["ECLOSED"], "a read that was pending at abort");
  },
});
