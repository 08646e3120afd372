import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, expectFailure, utf8 } from "../../expect.ts";

export const droppedBehindRead: readonly Case[] = bothEnds({
  id: "close/dropped-behind-read",
  title: "Dropping a connection that was read, and has unread data since, resets it",
  verifies: ["CLOSE-7"],
  convicts: "has taken what came since its last read into memory of its own, and hides its loss behind a FIN",
  needs: { transports: ["tcp4", "tcp6"] },
  async play({ stage, subject, other }) {
    await other.write(utf8("read"));
    await expectBytes(subject, utf8("read"));
    // Two pieces: a runtime may take the first into its own memory, and the second into another place.
    for (const size of [10, 20_000]) {
      await other.write(stage.pattern(size));
      await stage.pause(stage.window / 2);
    }
    await subject.drop();
    await expectFailure(other.readToEnd(), ["ECONNRESET"], "reading from a peer that threw data away");
  },
});
