import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectFailure } from "../../expect.ts";
import { untilStalled } from "../../stall.ts";

const OFFERED = 64 * 1024 * 1024;

export const peerResets: readonly Case[] = bothEnds({
  id: "write/peer-resets",
  title: "A write that waits for room fails when the peer resets",
  verifies: ["WRITE-7"],
  convicts: "waits for ever, or reports success, when the peer resets during a write",
  async play({ stage, subject, other }) {
    const sending = subject.write(stage.pattern(OFFERED));
    sending.catch(() => {});
    await untilStalled(stage, subject, OFFERED / 2);
    await other.abort();
    await expectFailure(sending, ["ECONNRESET", "EPIPE"], "a write that was pending when the peer reset");
  },
});
