import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, utf8 } from "../../expect.ts";
import { untilStalled } from "../../stall.ts";

const OFFERED = 32 * 1024 * 1024;

export const readWhilePending: readonly Case[] = bothEnds({
  id: "write/read-while-pending",
  title: "A read gets its bytes while a write waits for room",
  verifies: ["WRITE-6"],
  convicts: "does not read while a write of its own waits for room",
  async play({ stage, subject, other }) {
    const sending = subject.write(stage.pattern(OFFERED)).catch(() => {});
    await untilStalled(stage, subject, OFFERED);
    await other.write(utf8("stop, please"));
    await expectBytes(subject, utf8("stop, please"));
    await subject.abort();
    await sending;
  },
});
