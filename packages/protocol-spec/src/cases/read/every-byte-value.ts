import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes } from "../../expect.ts";

export const everyByteValue: readonly Case[] = bothEnds({
  id: "read/every-byte-value",
  title: "Every byte value is read as it was sent",
  verifies: ["READ-7"],
  convicts: "hands over text instead of bytes",
  async play({ subject, other }) {
    const values = Uint8Array.from({ length: 256 }, (_, value) => value);
    await other.write(values);
    await expectBytes(subject, values);
  },
});
