import { describe, expect, test } from "vitest";
import { noSs, queueOf } from "./listener-queue.ts";
import type { Setting } from "./setting.ts";
import { socketError } from "./socket-error.ts";

export function backlogSuite(setting: Setting): void {
  describe.skipIf(noSs !== "")(`the backlog of a listener${noSs}`, () => {
    test.each([3, 100])("of %i is what the kernel has, or ENOTSUP", async (backlog) => {
      const listening = setting.listen({ backlog });
      // A runtime may have it on TCP alone.
      if (setting.isTcp && setting.supports("option:backlog")) await listening;
      const answer = await listening.then(
        ({ address }) => queueOf(address).backlog,
        (error: unknown) => error,
      );
      expect([backlog, expect.objectContaining(socketError("ENOTSUP"))]).toContainEqual(answer);
    });
  });
}
