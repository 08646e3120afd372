import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectLittleHeld } from "../../held-in-memory.ts";
import { untilStalled } from "../../stall.ts";

const OFFERED = 64 * 1024 * 1024;

export const writeWaits: readonly Case[] = bothEnds({
  id: "back-pressure/write-waits",
  title: "Writes to a peer that reads nothing stall, and no more than 1 MiB of them is collected",
  verifies: ["BACKPRESSURE-4"],
  convicts: "takes megabytes of writes that it cannot send yet, and collects them in memory",
  async play({ stage, subject }) {
    const sending = subject.write(stage.pattern(OFFERED)).catch(() => {});
    const taken = await untilStalled(stage, subject, OFFERED);
    try {
      await expectLittleHeld(stage, subject, taken);
    } finally {
      await subject.abort();
      await sending;
    }
  },
});
