import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectFailure } from "../../expect.ts";

const OFFERED = 64 * 1024 * 1024;

export const givenUp: readonly Case[] = bothEnds({
  id: "write/given-up",
  title: "A write that is given up after it has started is a reset at the peer, never an end",
  verifies: ["WRITE-11"],
  convicts: "ends in good order, with a part of it sent, when a write is given up",
  // A reset is the same on IPv6. It comes behind what was sent, and the other end has to tell it from an end.
  needs: { transports: ["tcp4"], capabilities: ["tcp:reset"], peerCapabilities: ["reset-after-data"] },
  async play({ stage, subject, other }) {
    const writing = subject.write(stage.pattern(OFFERED), { limit: stage.window });
    await expectFailure(writing, ["ETIMEDOUT"], "a write that the peer does not take in its time");
    await expectFailure(other.readToEnd(), ["ECONNRESET"], "reading what was sent of a write that was given up");
  },
});
