import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectEqual } from "../../expect.ts";
import { isActorError } from "../../stage.ts";

export const dropped: readonly Case[] = bothEnds({
  id: "close/dropped",
  title: "An end that drops a connection with unread data is seen to end",
  verifies: ["CLOSE-8"],
  convicts: "keeps the descriptor open, so that its peer never learns that it has gone",
  async play({ stage, subject, other }) {
    await other.write(stage.pattern(20_000));
    await stage.pause(stage.window / 2);
    await subject.drop();
    const received = await other.readToEnd().catch((error) => {
      if (isActorError(error, "ECONNRESET")) return null;
      throw error;
    });
    if (received === null) return { alternative: "reset" };
    expectEqual(received.count, 0, "bytes from an end that wrote nothing:");
    return { alternative: "end" };
  },
});
