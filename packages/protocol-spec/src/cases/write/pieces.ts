import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, meanwhile } from "../../expect.ts";

export const pieces: readonly Case[] = bothEnds({
  id: "write/pieces",
  title: "An array of pieces, some of them empty, is written as one",
  verifies: ["WRITE-9"],
  convicts: "stops at an empty piece of an array",
  async play({ stage, subject, other }) {
    const data = stage.pattern(50_000);
    await meanwhile(subject.write(data, { pieces: [0, 1, 700, 0, 13, 4000] }), expectBytes(other, data));
  },
});
