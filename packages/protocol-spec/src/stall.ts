import type { Peer, Stage } from "./stage.ts";

/**
 * Watches a write that is under way until it stalls: nothing more is taken within the stage's window, three times in a
 * row, or all of it has been taken. Gives the bytes that were taken. The pauses are the window of a negative claim.
 */
export async function untilStalled(stage: Stage, writer: Peer, all: number): Promise<number> {
  let taken = 0;
  for (let quiet = 0; quiet < 3; quiet++) {
    await stage.pause(stage.window / 3);
    const { written } = await writer.progress();
    if (written > taken) quiet = -1;
    taken = written;
    if (taken >= all) break;
  }
  return taken;
}

/**
 * As {@link untilStalled}, and nothing more is taken for four windows behind it: a service that collects is slowed down by
 * what it has collected, and may stand still for a moment.
 */
export async function untilStill(stage: Stage, writer: Peer, all: number): Promise<number> {
  let taken = await untilStalled(stage, writer, all);
  for (let before = -1; before < taken && taken < all; ) {
    before = taken;
    await stage.pause(4 * stage.window);
    taken = await untilStalled(stage, writer, all);
  }
  return taken;
}
