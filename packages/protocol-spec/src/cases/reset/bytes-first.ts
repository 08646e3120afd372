import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, expectFailure } from "../../expect.ts";

export const bytesFirst: readonly Case[] = bothEnds({
  id: "reset/bytes-first",
  title: "Bytes with a reset right behind them are read first, then the reset",
  verifies: ["RESET-3"],
  convicts: "drops what it has not delivered when a reset arrives",
  needs: { transports: ["tcp4", "tcp6"], capabilities: ["reset-after-data"], peerCapabilities: ["tcp:reset"] },
  async play({ stage, subject, other }) {
    const data = stage.pattern(16_000);
    await other.write(data);
    await other.abort();
    await stage.pause(stage.window / 2);
    await expectBytes(subject, data, { chunk: 1000 });
    await expectFailure(subject.readSome(), ["ECONNRESET"], "the read behind the last byte");
  },
});
