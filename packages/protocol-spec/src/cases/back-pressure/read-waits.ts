import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, utf8 } from "../../expect.ts";
import { expectLittleHeld } from "../../held-in-memory.ts";
import { untilStalled } from "../../stall.ts";

const OFFERED = 64 * 1024 * 1024;

export const readWaits: readonly Case[] = bothEnds({
  id: "back-pressure/read-waits",
  title: "While nobody reads, the peer's writes stall, and no more than 1 MiB is read ahead",
  verifies: ["BACKPRESSURE-5"],
  convicts: "reads megabytes ahead while nobody asks for bytes",
  async play({ stage, subject, other }) {
    // One read, so that a runtime that starts to flow at the first read has started.
    await other.write(utf8("go"));
    await expectBytes(subject, utf8("go"));
    const sending = other.write(stage.pattern(OFFERED)).catch(() => {});
    const taken = await untilStalled(stage, other, OFFERED);
    try {
      await expectLittleHeld(stage, other, taken);
    } finally {
      await other.abort();
      await sending;
    }
  },
});
