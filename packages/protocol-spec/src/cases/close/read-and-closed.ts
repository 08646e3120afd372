import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, expectEnd, expectEqual, expectSuccess, utf8 } from "../../expect.ts";

export const readAndClosed: readonly Case[] = bothEnds({
  id: "close/read-and-closed",
  title: "A peer that has read everything and closed leaves good order behind",
  verifies: ["CLOSE-6"],
  convicts: "calls it an error that the peer has closed first",
  async play({ subject, other }) {
    await subject.write(utf8("all there is"));
    await expectBytes(other, utf8("all there is"));
    await other.drop();
    await expectEnd(subject);
    expectEqual(await subject.close(), true, "close, after a peer that has read everything and closed, says");
    expectEqual(await expectSuccess(subject.closed(), "closed settles"), null, "the connection is over with");
  },
});
