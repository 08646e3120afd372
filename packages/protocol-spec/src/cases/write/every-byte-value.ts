import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes } from "../../expect.ts";

export const everyByteValue: readonly Case[] = bothEnds({
  id: "write/every-byte-value",
  title: "Every byte value is sent as it was written",
  verifies: ["WRITE-8"],
  convicts: "sends text instead of bytes",
  async play({ subject, other }) {
    const values = Uint8Array.from({ length: 256 }, (_, value) => value);
    await subject.write(values);
    await expectBytes(other, values);
  },
});
