import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectEqual } from "../../expect.ts";

/** Bytes that every kernel takes at once. */
const ANSWER = 32 * 1024;

export const resetBehindUnreadFin: readonly Case[] = bothEnds({
  id: "close/reset-behind-unread-fin",
  title: "A close after the peer has sent FIN, and then reset, says false where neither was met before",
  verifies: ["CLOSE-10"],
  convicts: "reads the FIN while it closes, and calls what a reset has undone delivered",
  needs: { transports: ["tcp4", "tcp6"], peerCapabilities: ["tcp:reset"] },
  async play({ stage, subject, other }) {
    await other.closeWrite();
    await subject.write(stage.pattern(ANSWER));
    await other.abort();
    expectEqual(await subject.close(), false, "close, where the peer has thrown everything away, says");
  },
});
