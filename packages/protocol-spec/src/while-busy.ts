import { expectBytes, meanwhile } from "./expect.ts";
import { leave } from "./leave.ts";
import type { Stage } from "./stage.ts";

/**
 * Plays a part while the service echoes 2 MiB to another client, so that what comes in the same microseconds, such as a
 * connection, its data and its reset, waits for the service together.
 */
export async function whileBusy(stage: Stage, part: () => Promise<unknown>): Promise<void> {
  const busy = await stage.connect();
  const data = stage.bulk(2 * 1024 * 1024, 4242);
  const echo = meanwhile(busy.write(data), expectBytes(busy, data));
  echo.catch(() => {});
  await part();
  await echo;
  await leave(busy);
}
