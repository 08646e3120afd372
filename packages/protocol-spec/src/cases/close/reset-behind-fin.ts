import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectEnd, expectEqual } from "../../expect.ts";

/** Bytes that every kernel takes at once. */
const ANSWER = 32 * 1024;

export const resetBehindFin: readonly Case[] = bothEnds({
  id: "close/reset-behind-fin",
  title: "A close after the peer has reset says false, though the peer's FIN was read before",
  verifies: ["CLOSE-10"],
  convicts: "takes the FIN that came before a reset for the end of it all",
  needs: { transports: ["tcp4", "tcp6"], peerCapabilities: ["tcp:reset"] },
  async play({ stage, subject, other }) {
    await other.closeWrite();
    await expectEnd(subject);
    await subject.write(stage.pattern(ANSWER));
    await other.abort();
    expectEqual(await subject.close(), false, "close, where the peer has thrown everything away, says");
  },
});
