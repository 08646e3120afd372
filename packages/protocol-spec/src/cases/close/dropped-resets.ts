import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectFailure } from "../../expect.ts";

export const droppedResets: readonly Case[] = bothEnds({
  id: "close/dropped-resets",
  title: "Dropping a connection with unread data resets it",
  verifies: ["CLOSE-7"],
  convicts: "hides behind a FIN that it has thrown away what its peer sent",
  needs: { transports: ["tcp4", "tcp6"] },
  async play({ stage, subject, other }) {
    await other.write(stage.pattern(20_000));
    await stage.pause(stage.window / 2);
    await subject.drop();
    await expectFailure(other.readToEnd(), ["ECONNRESET"], "reading from a peer that threw data away");
  },
});
