import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectFailure } from "../../expect.ts";

export const thenCloseWrite: readonly Case[] = bothEnds({
  id: "reset/then-close-write",
  title: "closeWrite after a reset fails with it",
  verifies: ["RESET-10"],
  convicts: "ends its own direction as if the connection had not been reset",
  needs: { transports: ["tcp4", "tcp6"], peerCapabilities: ["tcp:reset"] },
  async play({ subject, other }) {
    await other.abort();
    await expectFailure(subject.readSome(), ["ECONNRESET"], "a read after a reset");
    await expectFailure(subject.closeWrite(), ["ECONNRESET"], "closeWrite after a reset");
  },
});
