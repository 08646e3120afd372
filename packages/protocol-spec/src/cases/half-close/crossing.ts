import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectEqual, expectRest, utf8 } from "../../expect.ts";

export const crossing: readonly Case[] = bothEnds({
  id: "half-close/crossing",
  title: "FINs that cross each other are good order for both ends",
  verifies: ["HALFCLOSE-9"],
  convicts: "reports an error when both ends send their FIN at the same moment",
  async play({ subject, other }) {
    await Promise.all([subject.write(utf8("ping")), other.write(utf8("pong"))]);
    await Promise.all([subject.closeWrite(), other.closeWrite()]);
    await Promise.all([expectRest(subject, utf8("pong")), expectRest(other, utf8("ping"))]);
    expectEqual(await subject.closed(), null, "the connection is over with");
  },
});
