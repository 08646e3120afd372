import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, expectEqual, expectSuccess, utf8 } from "../../expect.ts";

export const goodOrder: readonly Case[] = bothEnds({
  id: "close/good-order",
  title: "A connection that both ends closed is over without an error",
  verifies: ["CLOSE-6"],
  convicts: "never says that a connection is over, or calls good order an error",
  async play({ subject, other }) {
    await subject.write(utf8("one"));
    await expectBytes(other, utf8("one"));
    await Promise.all([subject.close(), other.close()]);
    expectEqual(await expectSuccess(subject.closed(), "closed settles"), null, "the connection is over with");
  },
});
