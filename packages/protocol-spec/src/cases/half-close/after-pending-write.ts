import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectRest, meanwhile } from "../../expect.ts";

export const afterPendingWrite: readonly Case[] = bothEnds({
  id: "half-close/after-pending-write",
  title: "A FIN that is asked for while a write is pending follows all of its bytes",
  verifies: ["HALFCLOSE-6"],
  convicts: "lets the FIN overtake a write that is still pending",
  async play({ stage, subject, other }) {
    const size = 6 * 1024 * 1024;
    const data = stage.pattern(size);
    const sending = Promise.all([subject.write(data, { chunk: size }), subject.closeWrite()]);
    sending.catch(() => {});
    await stage.pause(stage.window);
    await meanwhile(sending, expectRest(other, data));
  },
});
