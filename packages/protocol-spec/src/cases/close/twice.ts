import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectEnd, expectSuccess } from "../../expect.ts";

export const twice: readonly Case[] = bothEnds({
  id: "close/twice",
  title: "A second close settles like the first",
  verifies: ["CLOSE-4"],
  convicts: "throws at, or never settles, a second close",
  async play({ subject, other }) {
    await other.closeWrite();
    await expectSuccess(Promise.all([subject.close(), subject.close()]), "each of two calls of close settles");
    await expectSuccess(subject.close(), "a close after the close settles");
    await expectEnd(other);
  },
});
