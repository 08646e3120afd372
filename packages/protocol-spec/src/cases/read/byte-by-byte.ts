import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectRest } from "../../expect.ts";

export const byteByByte: readonly Case[] = bothEnds({
  id: "read/byte-by-byte",
  title: "200 bytes that were sent one at a time are read in order",
  verifies: ["READ-1"],
  convicts: "keeps only the last of several chunks that came before a read",
  async play({ stage, subject, other }) {
    // A Unix socket has room for some 270 bytes that come alone: each is charged with the memory of its own buffer.
    const data = stage.pattern(200);
    await other.write(data, { chunk: 1 });
    await other.closeWrite();
    await expectRest(subject, data);
  },
});
