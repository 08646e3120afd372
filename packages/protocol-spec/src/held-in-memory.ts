import { expectAtMost } from "./expect.ts";
import type { Peer, Stage } from "./stage.ts";

const MEBIBYTE = 1024 * 1024;
/** What a system may hold of a Unix connection (net.core.wmem_default on Linux, unix(7)): it does not say how much it does. */
const UNIX_SYSTEM = 256 * 1024;
/** Each end may hold 1 MiB in its memory. */
const LIMIT = 2 * MEBIBYTE;

/**
 * Of `taken` bytes that `writer` wrote and nobody has read, what the systems do not hold is in the memory of the programs:
 * 1 MiB at either end and no more.
 */
export async function expectLittleHeld(stage: Stage, writer: Peer, taken: number): Promise<void> {
  const held = taken - ((await writer.inTransit()) ?? UNIX_SYSTEM);
  stage.observe("bytes taken", taken);
  stage.observe("bytes in the memory of both ends", Math.max(0, held));
  expectAtMost(held, LIMIT, "bytes in the memory of both ends, of which nobody has read one");
}
