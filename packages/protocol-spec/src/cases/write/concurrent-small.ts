import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, meanwhile } from "../../expect.ts";

export const concurrentSmall: readonly Case[] = bothEnds({
  id: "write/concurrent-small",
  title: "Twenty small writes at the same time arrive in the order of their calls",
  verifies: ["WRITE-2"],
  convicts: "sends writes that wait in another order than they were made in",
  async play({ stage, subject, other }) {
    const all = stage.pattern(20 * 50);
    const sending = Promise.all(
      Array.from({ length: 20 }, (_, part) => subject.write({ ...all, offset: part * 50, length: 50 })),
    );
    await meanwhile(sending, expectBytes(other, all));
  },
});
