import { Inapplicable } from "./case.ts";
import { expectAtMost } from "./expect.ts";
import type { Peer, Stage } from "./stage.ts";

const MEBIBYTE = 1024 * 1024;
/** Each end may hold 1 MiB in its memory. */
const LIMIT = 2 * MEBIBYTE;

/**
 * Of `taken` bytes that `writer` wrote and nobody has read, what the systems do not hold is in the memory of the programs:
 * 1 MiB at either end and no more.
 */
export async function expectLittleHeld(stage: Stage, writer: Peer, taken: number): Promise<void> {
  const inTransit = await writer.inTransit();
  if (inTransit === null) throw new Inapplicable(systemIsSilent(writer));
  const held = taken - inTransit;
  stage.observe("bytes taken", taken);
  stage.observe("bytes in the memory of both ends", Math.max(0, held));
  expectAtMost(held, LIMIT, "bytes in the memory of both ends, of which nobody has read one");
}

/** Why what a peer has sent cannot be told from what a program holds. */
export function systemIsSilent({ local, remote }: Peer): string {
  return `the system does not tell what it holds between ${local} and ${remote}`;
}
