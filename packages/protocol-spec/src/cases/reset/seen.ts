import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectFailure } from "../../expect.ts";

export const seen: readonly Case[] = bothEnds({
  id: "reset/seen",
  title: "A reset is an error of the read that waits, not an end",
  verifies: ["RESET-2"],
  convicts: "takes a reset for the end of the stream",
  needs: { transports: ["tcp4", "tcp6"], peerCapabilities: ["tcp:reset"] },
  async play({ subject, other }) {
    const reading = subject.readSome();
    reading.catch(() => {});
    await other.abort();
    await expectFailure(reading, ["ECONNRESET"], "a read that was pending when the peer reset");
  },
});
