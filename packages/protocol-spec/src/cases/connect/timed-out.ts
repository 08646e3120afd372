import type { Case } from "../../case.ts";
import { untilReleased } from "../../descriptors.ts";
import { expectFailure } from "../../expect.ts";
import { isActorError, type Peer, type Stage } from "../../stage.ts";

/** More than a queue for one has room for: Linux takes two. */
const TOO_MANY = 16;

export const timedOut: Case = {
  id: "connect/timed-out",
  title: "A connect that is given up leaves no descriptor behind",
  verifies: ["CONNECT-10"],
  subject: "client",
  convicts: "A client that keeps the descriptor of a connect that it gave up.",
  // A Unix listener with a full queue refuses at once. On IPv6 nothing differs but the address.
  needs: { transports: ["tcp4"], peerCapabilities: ["option:backlog"], alone: true },
  async play(stage) {
    const listener = await stage.server.listen(stage.freshAddress(), { backlog: 1 });
    // A program that is halted accepts nobody, and its system lets those who find no room in the queue wait.
    const halted = await stage.server.halt();
    try {
      await fillQueue(stage, listener.address);
      const before = await stage.client.stats();
      const connects = Array.from({ length: 8 }, () =>
        expectFailure(
          stage.client.connect(listener.address, { timeout: stage.window / 2 }),
          ["ETIMEDOUT"],
          "a connect that nobody answers in its time",
        ),
      );
      await Promise.all(connects);
      await untilReleased(stage, () => stage.client.stats(), before.descriptors);
    } finally {
      halted.wake();
    }
    await listener.close();
  },
};

/** Connects until a connect waits. */
async function fillQueue(stage: Stage, address: string): Promise<void> {
  for (let count = 0; count < TOO_MANY; count++) {
    const peer = await stage.client.connect(address, { timeout: stage.window }).catch((error: unknown): Peer | null => {
      if (isActorError(error, "ETIMEDOUT")) return null;
      throw error;
    });
    if (peer === null) return;
  }
  throw new Error(`the queue of a listener with a backlog of 1 took ${TOO_MANY} connections`);
}
