import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectRest } from "../../expect.ts";

export const finWithData: readonly Case[] = bothEnds({
  id: "read/fin-with-data",
  title: "Data with the peer's close right behind it is read before the end",
  verifies: ["READ-2"],
  convicts: "drops what it has not delivered when the peer's FIN arrives",
  async play({ stage, subject, other }) {
    const data = stage.pattern(50_000);
    await Promise.all([other.write(data), other.closeWrite()]);
    await stage.pause(stage.window / 2);
    await expectRest(subject, data, { chunk: 1000 });
  },
});
