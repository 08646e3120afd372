import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectEqual, expectRest, meanwhile } from "../../expect.ts";

export const delivers: readonly Case[] = bothEnds({
  id: "close/delivers",
  title: "A close during a large write delivers all of it, and says so",
  verifies: ["CLOSE-1"],
  convicts: "closes before everything that was written is on its way",
  async play({ stage, subject, other }) {
    const size = 6 * 1024 * 1024;
    const data = stage.pattern(size);
    await other.closeWrite();
    const closing = Promise.all([subject.write(data, { chunk: size }), subject.close({ timeout: stage.patience })]);
    closing.catch(() => {});
    await stage.pause(stage.window / 2);
    await meanwhile(closing, expectRest(other, data));
    expectEqual((await closing)[1], true, "close, of which the peer has read everything, says");
  },
});
