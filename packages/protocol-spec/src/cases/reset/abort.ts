import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, expectFailure, utf8 } from "../../expect.ts";

export const abort: readonly Case[] = bothEnds({
  id: "reset/abort",
  title: "abort is a reset at the peer",
  verifies: ["RESET-5"],
  convicts: "ends in good order when it should reset",
  needs: { transports: ["tcp4", "tcp6"], capabilities: ["tcp:reset"] },
  async play({ subject, other }) {
    await subject.write(utf8("unfinished"));
    await expectBytes(other, utf8("unfinished"));
    await subject.abort();
    await expectFailure(other.readSome(), ["ECONNRESET"], "reading from a peer that aborted");
  },
});
