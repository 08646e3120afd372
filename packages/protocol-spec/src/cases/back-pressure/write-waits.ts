import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectAtMost } from "../../expect.ts";
import { untilStalled } from "../../stall.ts";

const OFFERED = 64 * 1024 * 1024;

export const writeWaits: readonly Case[] = bothEnds({
  id: "back-pressure/write-waits",
  title: "Writes to a peer that reads nothing stall before 64 MiB are taken",
  verifies: ["BACKPRESSURE-4"],
  convicts: "takes every write at once and collects it in memory",
  async play({ stage, subject }) {
    const sending = subject.write(stage.pattern(OFFERED)).catch(() => {});
    const taken = await untilStalled(stage, subject, OFFERED);
    stage.observe("bytes taken", taken);
    await subject.abort();
    await sending;
    expectAtMost(taken, OFFERED / 2, "bytes taken while the peer reads nothing");
  },
});
