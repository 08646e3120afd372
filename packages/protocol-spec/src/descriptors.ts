import { Mismatch } from "./case.ts";
import type { ProcessStats, Stage } from "./stage.ts";

/** The process of the service; the runner does not play cases that need it where it is not known. */
export async function statsOf(stage: Stage): Promise<ProcessStats> {
  const stats = await stage.service.stats();
  if (stats === null) throw new Error("this case needs the process of the service, which is not known here");
  return stats;
}

/**
 * Descriptors that the service holds behind a first connection of a kind. What it opens at that one and keeps for all, such as
 * its log, is no leak; what it keeps of each connection, the next ones show. The service has rested once it holds no more
 * than before, or as many three times in a row.
 */
export async function descriptorsAfter(stage: Stage, first: () => Promise<void>): Promise<number> {
  const before = await statsOf(stage);
  await first();
  let { descriptors } = await statsOf(stage);
  let waited = 0;
  for (let quiet = 0; quiet < 3 && descriptors > before.descriptors && waited < stage.patience; quiet++) {
    await stage.pause(stage.window / 3);
    waited += stage.window / 3;
    const now = await statsOf(stage);
    if (now.descriptors !== descriptors) quiet = -1;
    descriptors = now.descriptors;
  }
  return descriptors;
}

/**
 * Waits until a process holds at most so many descriptors. Their release has no event that another process could wait
 * for, so this looks again, a little later each time, for as long as the stage is patient.
 */
export async function untilReleased(stage: Stage, held: () => Promise<ProcessStats>, limit: number): Promise<void> {
  let waited = 0;
  for (let pause = 5; ; pause *= 2) {
    const { descriptors } = await held();
    if (descriptors <= limit) return;
    if (waited > stage.patience) {
      throw new Mismatch(`at most ${limit} open descriptors, as before`, `${descriptors} after ${waited} ms`);
    }
    await stage.pause(pause);
    waited += pause;
  }
}
