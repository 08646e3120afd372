import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectRest } from "../../expect.ts";

export const byteByByte: readonly Case[] = bothEnds({
  id: "read/byte-by-byte",
  title: "Bytes that were sent one at a time are read in order",
  verifies: ["READ-1"],
  convicts: "keeps only the last of several chunks that came before a read",
  async play({ stage, subject, other }) {
    const data = stage.pattern(512);
    await other.write(data, { chunk: 1 });
    await other.closeWrite();
    await expectRest(subject, data);
  },
});
