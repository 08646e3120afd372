import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectEqual, expectFailure, expectSuccess } from "../../expect.ts";

export const thenClose: readonly Case[] = bothEnds({
  id: "reset/then-close",
  title: "close after a reset says that delivery is unknown",
  verifies: ["RESET-10"],
  convicts: "says that all was delivered when it closes a connection that was reset",
  needs: { transports: ["tcp4", "tcp6"], peerCapabilities: ["tcp:reset"] },
  async play({ subject, other }) {
    await other.abort();
    await expectFailure(subject.readSome(), ["ECONNRESET"], "a read after a reset");
    expectEqual(await expectSuccess(subject.close(), "close settles after a reset"), false, "close after a reset says");
  },
});
