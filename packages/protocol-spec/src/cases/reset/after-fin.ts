import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectFailure, expectRest, utf8 } from "../../expect.ts";

export const afterFin: readonly Case[] = bothEnds({
  id: "reset/after-fin",
  title: "A reset is an error also after the own FIN",
  verifies: ["RESET-2"],
  convicts: "takes a reset for the end once it has sent its own FIN",
  needs: { transports: ["tcp4", "tcp6"], peerCapabilities: ["tcp:reset"] },
  async play({ subject, other }) {
    await subject.write(utf8("request"));
    await subject.closeWrite();
    await expectRest(other, utf8("request"));
    await other.abort();
    await expectFailure(subject.readToEnd(), ["ECONNRESET"], "reading after the own FIN and the peer's reset");
  },
});
