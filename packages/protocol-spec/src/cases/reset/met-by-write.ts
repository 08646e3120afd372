import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectFailure } from "../../expect.ts";
import { writeUntilFailure } from "../../write-until-failure.ts";

export const metByWrite: readonly Case[] = bothEnds({
  id: "reset/met-by-write",
  title: "A reset that a write met first is not followed by an end",
  verifies: ["RESET-4"],
  convicts: "reads the end after a write of its own met the reset first",
  needs: { transports: ["tcp4", "tcp6"], peerCapabilities: ["tcp:reset"] },
  async play({ stage, subject, other }) {
    await other.abort();
    await writeUntilFailure(stage, subject, ["ECONNRESET", "EPIPE"]);
    await expectFailure(subject.readSome(), ["ECONNRESET", "EPIPE"], "a read after a write met the reset");
  },
});
