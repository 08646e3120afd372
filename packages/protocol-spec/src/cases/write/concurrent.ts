import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, meanwhile } from "../../expect.ts";

export const concurrent: readonly Case[] = bothEnds({
  id: "write/concurrent",
  title: "Three large writes at the same time do not interleave",
  verifies: ["WRITE-2"],
  convicts: "lets writes that are pending at the same time take turns",
  async play({ stage, subject, other }) {
    const size = 2 * 1024 * 1024;
    const all = stage.pattern(3 * size);
    const sending = Promise.all(
      [0, 1, 2].map((part) => subject.write({ ...all, offset: part * size, length: size }, { chunk: size })),
    );
    sending.catch(() => {});
    await stage.pause(stage.window / 2);
    await meanwhile(sending, expectBytes(other, all));
  },
});
