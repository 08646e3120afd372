import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectAtMost, expectBytes, utf8 } from "../../expect.ts";
import { untilStalled } from "../../stall.ts";

const OFFERED = 64 * 1024 * 1024;

export const readWaits: readonly Case[] = bothEnds({
  id: "back-pressure/read-waits",
  title: "While nobody reads, the peer's writes stall before 64 MiB",
  verifies: ["BACKPRESSURE-5"],
  convicts: "reads ahead without bound while nobody asks for bytes",
  async play({ stage, subject, other }) {
    // One read, so that a runtime that starts to flow at the first read has started.
    await other.write(utf8("go"));
    await expectBytes(subject, utf8("go"));
    const sending = other.write(stage.pattern(OFFERED)).catch(() => {});
    const taken = await untilStalled(stage, other, OFFERED);
    stage.observe("bytes taken", taken);
    await other.abort();
    await sending;
    expectAtMost(taken, OFFERED / 2, "bytes that the peer could send while nobody reads");
  },
});
