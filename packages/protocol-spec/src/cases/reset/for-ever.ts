import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectFailure } from "../../expect.ts";

export const forEver: readonly Case[] = bothEnds({
  id: "reset/for-ever",
  title: "Every read after a reset reports it again",
  verifies: ["RESET-4"],
  convicts: "reports a reset once, and then the end",
  needs: { transports: ["tcp4", "tcp6"], peerCapabilities: ["tcp:reset"] },
  async play({ subject, other }) {
    await other.abort();
    for (const which of ["the first", "the second", "the third"]) {
      await expectFailure(subject.readSome(), ["ECONNRESET"], `${which} read after a reset`);
    }
  },
});
