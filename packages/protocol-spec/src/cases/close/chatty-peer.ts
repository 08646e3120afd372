import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, expectRest, expectSuccess } from "../../expect.ts";

export const chattyPeer: readonly Case[] = bothEnds({
  id: "close/chatty-peer",
  title: "A close loses nothing while the peer keeps sending",
  verifies: ["CLOSE-2"],
  convicts: "resets the connection, and what it wrote with it, because it closes with input unread",
  async play({ stage, subject, other }) {
    // More than the peer's system takes before its program reads (64 KiB), so that a part of it is still to be sent.
    const answer = stage.pattern(150_000);
    // More than both systems hold, so that the peer learns whether it is still read.
    const chatter = stage.pattern(8 * 1024 * 1024, 1);
    const sending = other.write(chatter);
    sending.catch(() => {});
    await expectBytes(subject, { ...chatter, length: 1000 });
    const closing = Promise.all([subject.write(answer), subject.close({ timeout: stage.patience })]);
    closing.catch(() => {});
    await stage.pause(stage.window / 2);
    await expectRest(other, answer);
    await expectSuccess(sending, "the peer sends on to an end that closes in good order");
    await other.closeWrite();
    await expectSuccess(closing, "close settles in good order");
  },
});
