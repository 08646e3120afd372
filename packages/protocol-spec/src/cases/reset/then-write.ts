import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectFailure, utf8 } from "../../expect.ts";

export const thenWrite: readonly Case[] = bothEnds({
  id: "reset/then-write",
  title: "A write after a reset fails with it",
  verifies: ["RESET-10"],
  convicts: "takes a write although a reset has been read",
  needs: { transports: ["tcp4", "tcp6"], peerCapabilities: ["tcp:reset"] },
  async play({ subject, other }) {
    await other.abort();
    await expectFailure(subject.readSome(), ["ECONNRESET"], "a read after a reset");
    await expectFailure(subject.write(utf8("more")), ["ECONNRESET"], "a write after a reset");
  },
});
