import { Mismatch } from "./case.ts";
import type { ProcessStats, Stage } from "./stage.ts";

/** The process of the service; the runner does not play cases that need it where it is not known. */
export async function statsOf(stage: Stage): Promise<ProcessStats> {
  const stats = await stage.service.stats();
  if (stats === null) throw new Error("this case needs the process of the service, which is not known here");
  return stats;
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
