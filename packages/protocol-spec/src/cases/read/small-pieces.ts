import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes } from "../../expect.ts";

export const smallPieces: readonly Case[] = bothEnds({
  id: "read/small-pieces",
  title: "Reads that ask for 7 bytes at a time get all of them",
  verifies: ["READ-4"],
  convicts: "drops the rest of a chunk that is larger than the read asked for",
  async play({ stage, subject, other }) {
    const data = stage.pattern(3000);
    await other.write(data);
    await expectBytes(subject, data, { chunk: 7 });
  },
});
