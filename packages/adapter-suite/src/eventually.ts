import { setTimeout as after } from "node:timers/promises";

/** Milliseconds that something may take to come about on a busy machine, and between looks at it. */
const PATIENCE = 5_000;
const LOOK = 10;

/** Looks again and again, until what is expected is so. What it fails with at last is the failure. */
export async function eventually(expectation: () => void): Promise<void> {
  const until = performance.now() + PATIENCE;
  for (;;) {
    try {
      expectation();
      return;
    } catch (error) {
      if (performance.now() > until) throw error;
    }
    await after(LOOK);
  }
}
