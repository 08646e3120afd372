import type { Case } from "../../case.ts";
import { expectBytes } from "../../expect.ts";
import { leave } from "../../leave.ts";
import { untilStalled } from "../../stall.ts";

export const slowAndFast: Case = {
  id: "back-pressure/slow-and-fast",
  title: "A client that reads nothing does not delay another",
  verifies: ["BACKPRESSURE-6"],
  subject: "service",
  convicts: "A server that stops for everybody until the client that does not read has taken its answer.",
  needs: { service: "echo" },
  dependsOn: ["echo/conversation", "echo/every-byte-value", "isolation/silent-client"],
  async play(stage) {
    const [slow, fast] = await Promise.all([stage.connect(), stage.connect()]);
    const offered = stage.pattern(64 * 1024 * 1024);
    const sending = slow.write(offered).catch(() => {});
    await untilStalled(stage, slow, 32 * 1024 * 1024);
    for (let round = 0; round < 16; round++) {
      const request = stage.pattern(100, round);
      await fast.write(request);
      await expectBytes(fast, request);
    }
    await slow.abort();
    await sending;
    await leave(fast);
  },
};
