import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, expectNothing, expectSuccess, utf8 } from "../../expect.ts";

export const empty: readonly Case[] = bothEnds({
  id: "write/empty",
  title: "A write of no bytes sends nothing and ends nothing",
  verifies: ["WRITE-5"],
  convicts: "ends the stream, or waits for ever, at a write of no bytes",
  async play({ stage, subject, other }) {
    await expectSuccess(subject.write(new Uint8Array(0)), "a write of no bytes is taken");
    await expectNothing(other, stage.window);
    await subject.write(utf8("and on"));
    await expectBytes(other, utf8("and on"));
  },
});
