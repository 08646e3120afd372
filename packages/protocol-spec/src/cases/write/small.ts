import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectRest, meanwhile } from "../../expect.ts";

export const small: readonly Case[] = bothEnds({
  id: "write/small",
  title: "512 small writes arrive in order, and the FIN behind them",
  verifies: ["WRITE-1"],
  convicts: "drops a write that follows another too closely",
  async play({ stage, subject, other }) {
    const data = stage.pattern(512 * 3);
    await meanwhile(
      subject.write(data, { chunk: 3 }).then(() => subject.closeWrite()),
      expectRest(other, data),
    );
  },
});
