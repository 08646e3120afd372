import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, meanwhile } from "../../expect.ts";

export const memoryAgain: readonly Case[] = bothEnds({
  id: "write/memory-again",
  title: "The memory of a write can be filled anew as soon as the write has settled",
  verifies: ["WRITE-10"],
  convicts: "sends from the caller's memory after it has said that the write is done",
  async play({ stage, subject, other }) {
    const data = stage.pattern(256 * 1024);
    // One block of memory, filled again after each of 64 writes, most of them before the other end reads.
    const sending = subject.write(data, { chunk: 4096 });
    sending.catch(() => {});
    await meanwhile(sending, expectBytes(other, data));
  },
});
