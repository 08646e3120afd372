import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectEqual, expectFailure, expectSuccess } from "../../expect.ts";

export const closedSays: readonly Case[] = bothEnds({
  id: "reset/closed-says",
  title: "A connection that was reset is over with ECONNRESET",
  verifies: ["RESET-6"],
  convicts: "calls a connection that was reset over in good order, or never over",
  needs: { transports: ["tcp4", "tcp6"], peerCapabilities: ["tcp:reset"] },
  async play({ subject, other }) {
    await other.abort();
    await expectFailure(subject.readSome(), ["ECONNRESET"], "a read after a reset");
    expectEqual(await expectSuccess(subject.closed(), "closed settles"), "ECONNRESET", "the connection is over with");
  },
});
